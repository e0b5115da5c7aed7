import JSONText

/// Reads manifests that are JSON: one value, or several one after the other, as `kubectl` takes them.
package enum JSONManifest {
    /// Whether a text is taken for JSON: its first character says so.
    package static func isLikely(_ text: [UInt8]) -> Bool {
        text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }

    /// The values of a text.
    package static func read(_ text: [UInt8]) throws(ManifestError) -> [ManifestNode] {
        var roots: [ManifestNode] = []
        var start = 0
        do throws(JSONError) {
            while text[start...].contains(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) {
                var reader = JSONReader(text.span.extracting(start..<text.count))
                roots.append(try node(&reader, base: start))
                start += reader.offset
            }
        } catch {
            throw ManifestError(.unreadable, at: start + error.offset, "This is no JSON: \(error.message).")
        }
        for root in roots { try check(root) }
        return roots
    }

    /// Reads the next value; `base` is what its offsets lack. Depth is bounded by the reader.
    private static func node(_ reader: inout JSONReader, base: Int) throws(JSONError) -> ManifestNode {
        let kind = try reader.peek()
        let start = base + reader.offset
        let content: ManifestNode.Content
        switch kind {
        case .object:
            var members: [ManifestNode.Member] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                let name = key.decoded
                // The reader stands behind the colon; nothing asks where exactly the key began.
                let end = base + reader.offset
                members.append(.init(key: name, keyOrigin: end..<end, value: try node(&reader, base: base)))
            }
            content = .mapping(members)
        case .array:
            var elements: [ManifestNode] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try node(&reader, base: base)) }
            content = .sequence(elements)
        case .string: content = .string(try reader.readString())
        case .number:
            let bytes = try reader.readRawValue()
            var text: [UInt8] = []
            for index in bytes.indices { text.append(bytes[index]) }
            content = .number(String(decoding: text, as: UTF8.self))
        case .boolean: content = .boolean(try reader.readBoolean())
        case .null:
            _ = try reader.readNull()
            content = .null
        }
        return ManifestNode(content, origin: start..<base + reader.offset)
    }

    private static func check(_ node: ManifestNode) throws(ManifestError) {
        var seen: Set<[UInt8]> = []
        for member in node.members {
            guard seen.insert(Array(member.key.utf8)).inserted else {
                throw ManifestError(
                    .repeatedKey, at: member.value.origin?.lowerBound, "The key \"\(member.key)\" is there twice.")
            }
            try check(member.value)
        }
        for element in node.elements { try check(element) }
    }
}
