import JSONText
import Testing

/// The reader's calls, one by one.
@Suite struct JSONReaderTests {
    @Test func readsWantedFieldsAndSkipsTheRest() throws {
        let text = Array(#"{"a":[1,{"x":"y"}],"name":"n\u00e9\n","n":-12,"t":true,"z":null,"nested":{"k":[]}}"#.utf8)
        var reader = JSONReader(text.span)
        var name = ""
        var number = 0
        var nested = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "n": number = try reader.readInteger()
            case "nested":
                try reader.beginObject()
                while let inner = try reader.nextKey() { nested = inner.isEqual(to: "k") }
            default: break
            }
        }
        try reader.end()
        #expect(name == "né\n")
        #expect(number == -12)
        #expect(nested)
    }

    @Test func tellsWhereASkippedValueStands() throws {
        let text = Array(#" { "a" : [1, {"x":"]"}] , "b" : "c" } "#.utf8)
        var reader = JSONReader(text.span)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let range = try reader.skipValue()
            let value = String(decoding: text[range], as: UTF8.self)
            #expect(value == (key.isEqual(to: "a") ? #"[1, {"x":"]"}]"# : #""c""#))
        }
        try reader.end()
    }

    @Test func elementsThatNobodyReadsAreSkipped() throws {
        let text = Array(#"[1,[2,3],{"a":4},"5"]"#.utf8)
        var reader = JSONReader(text.span)
        var count = 0
        try reader.beginArray()
        while try reader.nextElement() { count += 1 }
        try reader.end()
        #expect(count == 4)
    }

    @Test func peekingReadsNothing() throws {
        let text = Array(#"  {"a":"#.utf8) + Array("-1}".utf8)
        var reader = JSONReader(text.span)
        #expect(try reader.peek() == .object)
        #expect(reader.offset == 2)
        try reader.beginObject()
        while try reader.nextKey() != nil {
            #expect(try reader.peek() == .number)
            #expect(try reader.peek() == .number)
            #expect(try reader.readInteger() == -1)
        }
        try reader.end()
    }

    static let kinds: [(text: String, kind: JSONKind)] = [
        ("{}", .object), ("[]", .array), (#""""#, .string), ("0", .number), ("-1", .number), ("true", .boolean),
        ("false", .boolean), ("null", .null),
    ]

    /// Every way to read against every kind of value: the right one reads, the others say what they found.
    @Test(arguments: kinds) func aValueOfAnotherKindIsAWrongType(text: String, kind: JSONKind) {
        for wanted in [JSONKind.object, .array, .string, .number, .boolean] {
            let bytes = Array(text.utf8)
            var reader = JSONReader(bytes.span)
            do throws(JSONError) {
                switch wanted {
                case .object: try reader.beginObject()
                case .array: try reader.beginArray()
                case .string: _ = try reader.readString()
                case .number: _ = try reader.readInteger()
                default: _ = try reader.readBoolean()
                }
                #expect(wanted == kind)
            } catch {
                #expect(wanted != kind)
                #expect(error.code == .wrongType)
                #expect(error.message == "expected \(wanted.rawValue), found \(kind.rawValue)")
                #expect(error.description.hasPrefix("invalid JSON at byte 0"))
            }
        }
    }

    @Test(arguments: kinds) func nullIsAbsence(text: String, kind: JSONKind) throws {
        let bytes = Array(text.utf8)
        func isAbsent(_ read: (inout JSONReader) throws(JSONError) -> Bool) -> Bool? {
            var reader = JSONReader(bytes.span)
            return try? read(&reader)
        }
        let expected: (JSONKind) -> Bool? = { wanted in kind == .null ? true : kind == wanted ? false : nil }
        #expect(isAbsent { reader throws(JSONError) in try !reader.beginObjectUnlessNull() } == expected(.object))
        #expect(isAbsent { reader throws(JSONError) in try !reader.beginArrayUnlessNull() } == expected(.array))
        #expect(isAbsent { reader throws(JSONError) in try reader.readStringUnlessNull() == nil } == expected(.string))
        #expect(isAbsent { reader throws(JSONError) in try reader.readIntegerUnlessNull() == nil } == expected(.number))
        #expect(
            isAbsent { reader throws(JSONError) in try reader.readBooleanUnlessNull() == nil } == expected(.boolean))
        #expect(isAbsent { reader throws(JSONError) in try reader.readNull() } == (kind == .null))
    }

    @Test(
        "maps of strings",
        arguments: [
            ("null", ""), ("{}", ""), (#"{"b":"1","a":"2"}"#, "b=1 a=2"), (#"{"a":"1","a":"2"}"#, "a=1 a=2"),
            (#"{"a":null}"#, "a="), (#"{"":""}"#, "="), (#"{"\u0061":"\n"}"#, "a=\n"),
            (#"{"x/a":"1","y/a":[{"b":2}],"x/c":null}"#, "x/a=1 x/c="), (#"{"y/a":1}"#, ""),
            ("1", nil), (#"["a"]"#, nil), (#""a""#, nil), (#"{"a":1}"#, nil), (#"{"a":{"b":"c"}}"#, nil),
            (#"{"a":"1","b":true}"#, nil), (#"{"a":"1""#, nil), (#"{"y/a":tru}"#, nil), (#"{"y/a":"\x"}"#, nil),
        ] as [(String, String?)])
    func mapsOfStrings(text: String, expected: String?) throws {
        let bytes = Array(#"{"map":\#(text),"next":1}"#.utf8)
        var reader = JSONReader(bytes.span)
        var members: [String] = []
        var next = 0
        do throws(JSONError) {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "map":
                    try reader.readStringMapUnlessNull(where: { !$0.hasPrefix("y/") }) { members.append("\($0)=\($1)") }
                default: next = try reader.readInteger()
                }
            }
            try reader.end()
            #expect(members.joined(separator: " ") == expected)
            #expect(next == 1)
        } catch {
            #expect(expected == nil)
        }
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e2", nil), ("1e-2", nil),
        ] as [(String, Int?)])
    func integersFitOrAreRefused(text: String, expected: Int?) {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        do throws(JSONError) {
            #expect(try reader.readInteger() == expected)
        } catch {
            #expect(expected == nil)
            #expect(error.code == .wrongType)
        }
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""\u0041\u00e9""#, "Aé"),
        (#""\ud83d\ude00!""#, "😀!"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        (#""a\u0000b""#, "a\u{0}b"),
        (#""é\u0301€😀\u20AC""#, "é\u{301}€😀€"), (#""\u005C\u0022""#, "\\\""),
    ])
    func stringsAreDecoded(text: String, expected: String) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let value = try reader.readString()
        #expect(Array(value.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test(arguments: [
        (#""name""#, true, true), (#""n\u0061me""#, true, true), (#""name2""#, false, true), (#""nam""#, false, false),
        (#""Name""#, false, false), (#""""#, false, false), (#""name\u0000""#, false, true),
        (#""n\u0061me/x""#, false, true),
    ])
    func stringsCompareWithLiterals(text: String, equal: Bool, prefix: Bool) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let string = try reader.readJSONString()
        #expect(string.isEqual(to: "name") == equal)
        #expect(string.hasPrefix("name") == prefix)
        #expect(("name" ~= string) == equal)
    }

    /// Unicode takes U+212A for K; two keys are the same only where their bytes are.
    @Test(arguments: [#""\u212A8s""#, "\"\u{212A}8s\"", "\"\u{212A}8s\\u0073\""])
    func literalsCompareByteForByte(text: String) throws {
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let string = try reader.readJSONString()
        let isEqual = string.isEqual(to: "K8s") || string.isEqual(to: "K8ss")
        let isBegun = string.hasPrefix("K8s")
        #expect(!isEqual && !isBegun)
    }
}
