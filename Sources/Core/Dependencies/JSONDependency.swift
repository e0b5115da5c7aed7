import Encodings
import JSONText

/// One object of a list in the JSON form, as kubernetes-entrypoint's variables have them: what its members say.
struct JSONDependency {
    /// `{"key": …, "value": …}` of a field, or `{"type": …, "status": …}` of a condition.
    struct Pair {
        /// The key, or the type.
        var first: SourceText?
        /// The value, or the status.
        var second: SourceText?
        /// Where the pair stands.
        let column: Int
    }

    /// The members that an object may have.
    enum Member: String, CaseIterable {
        case namespace, name, labels, requireSameNode, apiVersion, kind, fields, conditions
    }

    /// The members that hold a text.
    private(set) var texts: [Member: SourceText] = [:]
    /// The labels that are asked for; nil where there is no such member.
    private(set) var labels: [(key: SourceText, value: SourceText)]?
    /// Whether only pods on the waiting pod's node count.
    private(set) var requiresSameNode = false
    /// The fields that are asked for.
    private(set) var fields: [Pair] = []
    /// The conditions that are asked for.
    private(set) var conditions: [Pair] = []
    /// Where each member stands.
    private(set) var columns: [Member: Int] = [:]
    /// The column of the object.
    let column: Int

    private let source: SourceText
    private let range: Range<Int>
    private var mistake: Mistake?

    /// The object that stands at a range of a valid JSON text; `read` then reads it.
    init(_ source: SourceText, at range: Range<Int>) {
        self.source = source
        self.range = range
        column = source.column(at: range.lowerBound)
    }

    /// Reads all members; returns the first thing wrong with them.
    mutating func read() -> Mistake? {
        let bytes = source.bytes
        do throws(JSONError) {
            var reader = JSONReader(bytes.span.extracting(range))
            try readMembers(&reader)
        } catch {
            note(JSONList.mistake(error, in: source, base: range.lowerBound))
        }
        return mistake
    }

    private mutating func readMembers(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            let place = try valueColumn(&reader)
            guard let member = Member(rawValue: name) else {
                noteUnknown(name, among: Member.allCases.map(\.rawValue), at: place)
                continue
            }
            guard columns.updateValue(place, forKey: member) == nil else {
                note(Mistake(.repeatedOption, at: place, "\(name) is given twice; keep one."))
                continue
            }
            switch member {
            case .namespace, .name, .apiVersion, .kind: texts[member] = try readText(&reader)
            case .labels: labels = try readLabels(&reader)
            case .requireSameNode: requiresSameNode = try reader.readBooleanUnlessNull() ?? false
            case .fields: fields = try readPairs(&reader, "key", "value")
            case .conditions: conditions = try readPairs(&reader, "type", "status")
            }
        }
    }

    private mutating func readLabels(
        _ reader: inout JSONReader
    ) throws(JSONError) -> [(key: SourceText, value: SourceText)]? {
        guard try reader.beginObjectUnlessNull() else { return nil }
        var labels: [(key: SourceText, value: SourceText)] = []
        while let key = try reader.nextKey() {
            let name = key.decoded
            var text = SourceText(at: try valueColumn(&reader))
            for byte in name.utf8 { text.append(byte, at: text.column) }
            if let value = try readText(&reader) { labels.append((text, value)) }
        }
        return labels
    }

    private mutating func readPairs(
        _ reader: inout JSONReader, _ first: String, _ second: String
    ) throws(JSONError) -> [Pair] {
        var pairs: [Pair] = []
        guard try reader.beginArrayUnlessNull() else { return [] }
        while try reader.nextElement() {
            var pair = Pair(column: try valueColumn(&reader))
            try reader.beginObject()
            while let key = try reader.nextKey() {
                let name = key.decoded
                let place = try valueColumn(&reader)
                if name == first {
                    pair.first = try readText(&reader)
                } else if name == second {
                    pair.second = try readScalar(&reader)
                } else {
                    noteUnknown(name, among: [first, second], at: place)
                }
            }
            if pairs.count <= WaitQuestion.maximumDependencies { pairs.append(pair) }
        }
        return pairs
    }

    /// A string, or nil for null.
    private func readText(_ reader: inout JSONReader) throws(JSONError) -> SourceText? {
        if try reader.readNull() { return nil }
        _ = try reader.peek()
        let start = reader.offset
        _ = try reader.readJSONString()
        return source.decodedJSONString(range.lowerBound + start..<range.lowerBound + reader.offset)
    }

    /// A string, or the text of a number, true or false; nil for null.
    private func readScalar(_ reader: inout JSONReader) throws(JSONError) -> SourceText? {
        switch try reader.peek() {
        case .number, .boolean:
            let value = try reader.skipValue()
            return source.slice(range.lowerBound + value.lowerBound..<range.lowerBound + value.upperBound)
        default: return try readText(&reader)
        }
    }

    /// The column of the value that comes next.
    private func valueColumn(_ reader: inout JSONReader) throws(JSONError) -> Int {
        _ = try reader.peek()
        return source.column(at: range.lowerBound + reader.offset)
    }

    private mutating func noteUnknown(_ name: String, among valid: [String], at column: Int) {
        guard mistake == nil else { return }
        note(
            Mistake(
                .unknownMember, at: column,
                "\(Excerpt.quoted(name)) is not a member of this object; \(Spelling.advice(for: name, among: valid))"))
    }

    private mutating func note(_ new: Mistake) {
        if mistake == nil { mistake = new }
    }
}
