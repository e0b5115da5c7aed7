/// Where a value stands, as Kubernetes names fields in its messages: `spec.containers[2].name`.
///
/// Found by walking the text again, so that a reader pays nothing for paths until there is something to complain about.
package struct JSONFieldPath: Hashable, Sendable, CustomStringConvertible {
    private enum Step: Hashable, Sendable {
        /// Nil in an object of which no key has been read yet.
        case key(String?)
        case index(Int)
    }

    private let steps: [Step]

    /// The path of the value that begins at `offset`, or of the innermost one around it.
    ///
    /// A text that is broken before `offset` gives the path to where it breaks.
    package init(ofByteAt offset: Int, in bytes: Span<UInt8>) {
        var reader = JSONReader(bytes)
        var steps: [Step] = []
        _ = try? Self.walk(&reader, to: offset, steps: &steps)
        self.steps = steps
    }

    /// The path's text; empty for the whole document.
    package var description: String {
        var text = ""
        for step in steps {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(nil): break
            case .key(let key?):
                let isPlain = key.utf8.allSatisfy { isPlainKeyByte($0) }
                text += isPlain && !key.isEmpty ? (text.isEmpty ? key : ".\(key)") : "[\(key)]"
            }
        }
        return text
    }

    private static func walk(_ reader: inout JSONReader, to offset: Int, steps: inout [Step]) throws(JSONError) {
        while true {
            let kind = try reader.peek()
            if reader.offset >= offset { return }
            switch kind {
            case .object:
                try reader.beginObject()
                steps.append(.key(nil))
            case .array:
                try reader.beginArray()
                steps.append(.index(-1))
            default:
                try reader.skipValue()
                if reader.offset > offset { return }
            }
            guard try advance(&reader, steps: &steps) else { return }
        }
    }

    /// Moves to the next value in the text's order, closing what ends before it; false at the end of the text.
    private static func advance(_ reader: inout JSONReader, steps: inout [Step]) throws(JSONError) -> Bool {
        while let last = steps.last {
            switch last {
            case .key:
                if let key = try reader.nextKey() {
                    steps[steps.count - 1] = .key(key.decoded)
                    return true
                }
            case .index(let index):
                if try reader.nextElement() {
                    steps[steps.count - 1] = .index(index + 1)
                    return true
                }
            }
            steps.removeLast()
        }
        return false
    }

    private func isPlainKeyByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
            true
        default: false
        }
    }
}
