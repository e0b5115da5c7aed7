import JSONText

/// JSONText: every way to pass a text agrees with the oracle, and what the writer writes reads back equal.
enum JSONTarget: FuzzTarget {
    static let name = "json"

    static func run(_ input: [UInt8]) {
        let expected = JSONOracle.read(input)
        let error = whole(input) { reader throws(JSONError) in try reader.skipValue() }
        expect((error == nil) == (expected != nil), "skipping says \(error.map(\.description) ?? "good")")
        var built: JSONModel?
        let walking = whole(input) { reader throws(JSONError) in built = try walk(&reader) }
        expect((walking == nil) == (expected != nil), "walking says \(walking.map(\.description) ?? "good")")
        if walking == nil { expect(built == expected, "walking builds something else") }
        var choices = Choices(input)
        let lazily = whole(input) { reader throws(JSONError) in try pass(&reader, &choices) }
        expect((lazily == nil) == (expected != nil), "passing says \(lazily.map(\.description) ?? "good")")

        if let error {
            expect(0...input.count ~= error.offset, "an error at \(error.offset)")
            _ = JSONFieldPath(ofByteAt: error.offset, in: input.span).description
        }
        _ = JSONFieldPath(ofByteAt: choices.index(below: input.count + 2), in: input.span).description
        if let expected { checkWriter(expected) }
        checkSplitter(input, &choices)
    }

    /// The error of reading a whole text.
    private static func whole(_ input: [UInt8], _ body: (inout JSONReader) throws(JSONError) -> Void) -> JSONError? {
        var reader = JSONReader(input.span)
        do throws(JSONError) {
            try body(&reader)
            try reader.end()
            return nil
        } catch {
            return error
        }
    }

    /// Reads every value.
    private static func walk(_ reader: inout JSONReader) throws(JSONError) -> JSONModel {
        switch try reader.peek() {
        case .object:
            var members: [JSONModel.Member] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                let decoded = key.decoded
                check(key, decoded)
                members.append(JSONModel.Member(Array(decoded.utf8), try walk(&reader)))
            }
            return .object(members)
        case .array:
            var elements: [JSONModel] = []
            try reader.beginArray()
            while try reader.nextElement() { elements.append(try walk(&reader)) }
            return .array(elements)
        case .string: return .string(Array(try reader.readString().utf8))
        case .number:
            var other = reader
            let text = try reader.readRawValue()
            let digits = text.indices.map { text[$0] }
            let integer = try? other.readInteger()
            expect(integer == Int(Self.text(digits)), "\(Self.text(digits)) is read as \(integer ?? 0)")
            return .number(digits)
        case .boolean: return .boolean(try reader.readBoolean())
        case .null:
            expect(try reader.readNull(), "null is none")
            return .null
        }
    }

    /// The ways to compare a key agree.
    private static func check(_ key: borrowing JSONString, _ decoded: String) {
        expect(key.isEqual(toText: decoded), "a key is not what it is")
        let isName = decoded.utf8.elementsEqual("name".utf8)
        expect(key.isEqual(to: "name") == isName && ("name" ~= key) == isName, "\(decoded) is taken for name")
        expect(key.hasPrefix("wait.k8s/") == decoded.utf8.starts(with: "wait.k8s/".utf8), "\(decoded) begins otherwise")
    }

    /// Reads some values, skips others, and leaves the rest to the next call.
    private static func pass(_ reader: inout JSONReader, _ choices: inout Choices) throws(JSONError) {
        if choices.index(below: 4) == 0 {
            try reader.skipValue()
            return
        }
        switch try reader.peek() {
        case .object:
            try reader.beginObject()
            while try reader.nextKey() != nil {
                if choices.index(below: 3) > 0 { try pass(&reader, &choices) }
            }
        case .array:
            try reader.beginArray()
            while try reader.nextElement() {
                if choices.index(below: 3) > 0 { try pass(&reader, &choices) }
            }
        case .number: _ = try reader.readIntegerIfAny()
        default: _ = try reader.readStringIfAny()
        }
    }

    private static func checkWriter(_ expected: JSONModel) {
        let text = expected.json
        expect(JSONOracle.read(text) == expected, "what is written is something else")
        var built: JSONModel?
        let error = whole(text) { reader throws(JSONError) in built = try walk(&reader) }
        expect(error == nil && built == expected, "what is written reads back as something else")
        expect(built?.json == text, "writing again writes something else")
    }

    /// Lines are the same however they arrive, and those that `split` finds.
    private static func checkSplitter(_ input: [UInt8], _ choices: inout Choices) {
        let limit = choices.index(below: 200)
        var splitter = LineSplitter(limit: limit)
        var lines: [[UInt8]]? = []
        for piece in choices.pieces(of: input, upTo: 40) {
            guard let found = splitter.append(piece) else {
                lines = nil
                break
            }
            lines? += found.ranges.map { Array(found.bytes[$0]) }
        }
        let parts = input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let isTooLong = parts.contains { $0.count > limit }
        expect(lines == (isTooLong ? nil : parts.dropLast().filter { !$0.isEmpty }), "lines are cut elsewhere")
    }
}
