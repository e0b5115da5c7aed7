import JSONText

/// One operation of a JSON Patch (RFC 6902) of those that admission makes: add, replace and remove.
package struct PatchOperation: Sendable {
    /// What is done.
    package enum Action: Sendable {
        case add(ManifestNode)
        case replace(ManifestNode)
        case remove
    }

    /// What is done.
    let action: Action
    /// Where, each key or position by itself, not escaped.
    let path: [String]

    /// The operations of a patch, with `prefix` before each path.
    package static func read(_ patch: [UInt8], under prefix: [String] = []) throws(ManifestError) -> [PatchOperation] {
        guard let root = try JSONManifest.read(Array("{\"patch\":".utf8) + patch + Array("}".utf8)).first,
            case .sequence(let operations)? = root["patch"]?.content
        else { throw ManifestError(.unreadable, at: nil, "The patch is no list of operations.") }
        var result: [PatchOperation] = []
        for operation in operations {
            let action: Action
            let value = operation.member("value")?.value.withoutOrigin
            switch (operation["op"]?.string, value) {
            case ("add", let value?): action = .add(value)
            case ("replace", let value?): action = .replace(value)
            case ("remove", nil): action = .remove
            default: throw ManifestError(.unreadable, at: nil, "The patch has an operation that is not known here.")
            }
            let path = operation["path"]?.string ?? ""
            result.append(PatchOperation(action: action, path: prefix + Self.tokens(path)))
        }
        return result
    }

    /// The parts of a JSON Pointer (RFC 6901).
    private static func tokens(_ pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { part in
            var token: [UInt8] = []
            var isEscape = false
            for byte in part.utf8 {
                if isEscape {
                    token.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                    isEscape = false
                } else if byte == UInt8(ascii: "~") {
                    isEscape = true
                } else {
                    token.append(byte)
                }
            }
            return String(decoding: token, as: UTF8.self)
        }
    }
}

extension ManifestNode {
    /// The same value, as one that is new.
    fileprivate var withoutOrigin: ManifestNode {
        switch content {
        case .mapping(let members):
            ManifestNode(.mapping(members.map { Member(key: $0.key, value: $0.value.withoutOrigin) }))
        case .sequence(let elements): ManifestNode(.sequence(elements.map(\.withoutOrigin)))
        default: ManifestNode(content)
        }
    }

    /// The value after an operation.
    ///
    /// What the operation is to be done in and is not there is made, as the API server makes it before admission sees it.
    package func applying(_ operation: PatchOperation) throws(ManifestError) -> ManifestNode {
        try applying(operation.action, operation.path[...])
    }

    private func applying(
        _ action: PatchOperation.Action, _ path: ArraySlice<String>
    ) throws(ManifestError) -> ManifestNode {
        guard let token = path.first else {
            switch action {
            case .add(let value), .replace(let value): return value
            case .remove:
                throw ManifestError(.uneditable, at: origin?.lowerBound, "The whole object cannot be removed.")
            }
        }
        let rest = path.dropFirst()
        var copy = self
        switch content {
        case .sequence(var elements):
            if case .add(let value) = action, rest.isEmpty {
                guard let index = token == "-" ? elements.count : Int(token), 0...elements.count ~= index else {
                    throw missing(token)
                }
                elements.insert(value, at: index)
            } else {
                guard let index = Int(token), elements.indices.contains(index) else { throw missing(token) }
                if case .remove = action, rest.isEmpty {
                    elements.remove(at: index)
                } else {
                    elements[index] = try elements[index].applying(action, rest)
                }
            }
            copy.content = .sequence(elements)
        case .mapping, .null:
            var members = members
            let index = members.firstIndex { $0.key.utf8.elementsEqual(token.utf8) }
            if case .remove = action, rest.isEmpty {
                guard let index else { throw missing(token) }
                members.remove(at: index)
            } else if let index {
                members[index].value = try members[index].value.applying(action, rest)
            } else {
                members.append(Member(key: token, value: try ManifestNode(.null).applying(action, rest)))
            }
            // Null is written anew as a whole.
            guard !isNull else { return ManifestNode(.mapping(members)) }
            copy.content = .mapping(members)
        default:
            throw missing(token)
        }
        return copy
    }

    private func missing(_ token: String) -> ManifestError {
        ManifestError(.uneditable, at: origin?.lowerBound, "There is no place for \"\(token)\" here.")
    }
}
