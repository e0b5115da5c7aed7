import JSONText

/// Writes new values in brackets, as JSON: on one line, or on several where those beside it are.
enum FlowText {
    /// `"key": value`, to stand beside what is at `place`.
    static func member(_ key: String, _ value: ManifestNode, in source: SourceBytes, at place: Int) -> String {
        quoted(key) + ": " + inline(value, in: source, at: place)
    }

    /// A value, to stand where or beside what is at `place`.
    static func inline(_ value: ManifestNode, in source: SourceBytes, at place: Int) -> String {
        guard source.isInJSON, source.hasLines else { return String(decoding: value.json, as: UTF8.self) }
        return pretty(value, indentation: source.indentation(at: place), source)
    }

    /// What separates members: a line of its own where the one at `place` has one.
    static func separator(in source: SourceBytes, at place: Int, within collection: Range<Int>) -> String {
        guard source.startOfLine(at: place) > collection.lowerBound else { return " " }
        return source.newline + String(repeating: " ", count: source.indentation(at: place))
    }

    private static func pretty(_ value: ManifestNode, indentation: Int, _ source: SourceBytes) -> String {
        let step = source.indentationStep
        let inner = source.newline + String(repeating: " ", count: indentation + step)
        let outer = source.newline + String(repeating: " ", count: indentation)
        switch value.content {
        case .mapping(let members) where !members.isEmpty:
            let lines = members.map {
                quoted($0.key) + ": " + pretty($0.value, indentation: indentation + step, source)
            }
            return "{" + inner + lines.joined(separator: "," + inner) + outer + "}"
        case .sequence(let elements) where !elements.isEmpty:
            let lines = elements.map { pretty($0, indentation: indentation + step, source) }
            return "[" + inner + lines.joined(separator: "," + inner) + outer + "]"
        default: return String(decoding: value.json, as: UTF8.self)
        }
    }

    private static func quoted(_ key: String) -> String {
        String(decoding: ManifestNode(.string(key)).json, as: UTF8.self)
    }
}
