import JSONText
import Testing

/// What RFC 8259 allows and what it does not, one text a row; every text is passed in two ways, skipped and read.
@Suite struct JSONGrammarTests {
    static let accepted: [(name: String, text: String)] = [
        ("object", "{}"), ("array", "[]"), ("string", #""""#), ("zero", "0"), ("true", "true"), ("false", "false"),
        ("null", "null"), ("white space around", " \t\r\n{} \t\r\n"), ("white space inside", "[ 1 , \t2\n,\r3 ]"),
        ("white space in an empty array", "[ \n ]"), ("white space in an empty object", "{ \t }"),
        ("white space around a colon", #"{"a" : 1}"#), ("white space after a comma", #"{"a":1,  "b":2}"#),
        ("empty key", #"{"":0}"#), ("same key twice", #"{"a":1,"a":2}"#), ("escaped key", #"{"\u0061":1}"#),
        ("nested", #"[[[{"a":[{}]}]]]"#), ("all kinds", #"[null,1,"1",{},[],true,false]"#),
        ("minus zero", "-0"), ("integer", "1234567890"), ("negative", "-42"), ("fraction", "0.5"),
        ("fraction with zeros", "10.000"), ("exponent", "1e9"), ("capital exponent", "1E9"), ("plus", "1e+9"),
        ("minus", "1e-9"), ("exponent with zeros", "0e00"), ("all parts", "-0.0E-00"),
        ("huge exponent", "1e999999"), ("many digits", String(repeating: "9", count: 400)),
        ("number in an array", "[-1,0,1.5]"), ("number before a brace", #"{"a":1}"#),
        ("escapes", #""\"\\\/\b\f\n\r\t""#), ("unicode escape", #""\u00e9\u00E9\uFFFF\u0000""#),
        ("surrogate pair", #""\ud83d\ude00""#), ("capital pair", #""\uD83D\uDE00""#),
        ("first pair", #""\ud800\udc00""#), ("last pair", #""\udbff\udfff""#),
        ("around the surrogates", #""\ud7ff\ue000""#),
        ("text after a pair", #""\ud83d\ude00abcdefghijkl""#), ("delete character", "\"\u{7F}\""),
        ("two bytes", "\"é\""),
        ("three bytes", "\"€\""), ("four bytes", "\"😀\""), ("byte order mark in a string", "\"\u{FEFF}\""),
        ("noncharacter", "\"\u{FFFE}\""), ("line separator", "\"\u{2028}\""), ("slash", #""/""#),
        ("long", "\"\(String(repeating: "abcdefg ", count: 100))\""),
    ]

    @Test(arguments: accepted) func accepts(name: String, text: String) {
        for verdict in Verdict.all(Array(text.utf8)) { #expect(verdict == nil) }
        #expect(ReferenceGrammar.accepts(Array(text.utf8)))
    }

    static let rejected: [(name: String, text: String, code: JSONError.Code)] = [
        ("nothing", "", .unexpectedEnd), ("white space alone", " \n", .unexpectedEnd),
        ("two values", "1 2", .trailingBytes), ("two objects", "{}{}", .trailingBytes),
        ("comma after", "1,", .trailingBytes),
        ("bracket after", "[]]", .trailingBytes), ("NUL after", "1\u{0}", .trailingBytes),
        ("array unclosed", "[", .unexpectedEnd), ("array unclosed after a value", "[1", .unexpectedEnd),
        ("array unclosed after a comma", "[1,", .unexpectedEnd), ("object unclosed", "{", .unexpectedEnd),
        ("key alone", #"{"a""#, .unexpectedEnd), ("no value", #"{"a":"#, .unexpectedEnd),
        ("object unclosed after a value", #"{"a":1"#, .unexpectedEnd),
        ("object unclosed after a comma", #"{"a":1,"#, .unexpectedEnd),
        ("array closed as an object", "[}", .unexpectedByte), ("object closed as an array", "{]", .unexpectedByte),
        ("filled array closed as an object", "[1}", .unexpectedByte),
        ("filled object closed as an array", #"{"a":1]"#, .unexpectedByte),
        ("closed before opened", "]", .unexpectedByte),
        ("comma first", "[,1]", .unexpectedByte), ("comma last", "[1,]", .unexpectedByte),
        ("comma twice", "[1,,2]", .unexpectedByte),
        ("comma missing", "[1 2]", .unexpectedByte), ("comma alone", "[,]", .unexpectedByte),
        ("colon in an array", "[1:2]", .unexpectedByte),
        ("comma first in an object", #"{,"a":1}"#, .unexpectedByte),
        ("comma last in an object", #"{"a":1,}"#, .unexpectedByte),
        ("comma missing in an object", #"{"a":1 "b":2}"#, .unexpectedByte),
        ("colon missing", #"{"a" 1}"#, .unexpectedByte),
        ("colon twice", #"{"a"::1}"#, .unexpectedByte), ("comma for a colon", #"{"a",1}"#, .unexpectedByte),
        ("value missing", #"{"a":}"#, .unexpectedByte),
        ("value missing before a comma", #"{"a":,"b":1}"#, .unexpectedByte),
        ("number as a key", "{1:1}", .unexpectedByte), ("bare key", "{a:1}", .unexpectedByte),
        ("null as a key", "{null:1}", .unexpectedByte),
        ("single quotes", "{'a':1}", .unexpectedByte), ("single-quoted value", "['a']", .unexpectedByte),
        ("comment", "[1/* one */]", .unexpectedByte), ("line comment", "// x\n1", .unexpectedByte),
        ("hash", "#x", .unexpectedByte),
        ("byte order mark", "\u{FEFF}{}", .unexpectedByte), ("form feed", "[\u{0C}1]", .unexpectedByte),
        ("vertical tab", "\u{0B}1", .unexpectedByte), ("no-break space", "\u{A0}1", .unexpectedByte),
        ("NUL first", "\u{0}1", .unexpectedByte),
        ("capital literal", "True", .unexpectedByte), ("cut literal", "tru", .unexpectedEnd),
        ("cut null in an array", "[nul]", .unexpectedByte),
        ("wrong literal", "nulL", .unexpectedByte), ("literal with a tail", "truee", .trailingBytes),
        ("cut false", "fals", .unexpectedEnd),
        ("NaN", "NaN", .unexpectedByte), ("Infinity", "Infinity", .unexpectedByte),
        ("negative Infinity", "-Infinity", .invalidNumber),
        ("plus sign", "+1", .unexpectedByte), ("minus alone", "-", .invalidNumber),
        ("minus in an array", "[-]", .invalidNumber),
        ("two minus signs", "--1", .invalidNumber), ("minus with a blank", "- 1", .invalidNumber),
        ("leading zero", "01", .invalidNumber),
        ("negative leading zero", "-01", .invalidNumber), ("two zeros", "00", .invalidNumber),
        ("point alone", ".5", .unexpectedByte),
        ("point at the end", "1.", .invalidNumber), ("point before an exponent", "1.e5", .invalidNumber),
        ("negative point", "-.5", .invalidNumber),
        ("two points", "1.2.3", .trailingBytes), ("exponent empty", "1e", .invalidNumber),
        ("exponent sign alone", "1e+", .invalidNumber),
        ("two exponents", "1e5e5", .trailingBytes), ("exponent with a point", "1e5.5", .trailingBytes),
        ("hexadecimal", "0x10", .trailingBytes),
        ("underscore", "1_000", .trailingBytes), ("full-width digit", "\u{FF11}", .unexpectedByte),
        ("letter in a number", "[1a]", .unexpectedByte),
        ("string unclosed", "\"", .unexpectedEnd), ("string unclosed after text", #""abcdefghijk"#, .unexpectedEnd),
        ("backslash at the end", #""\"#, .unexpectedEnd), ("escaped quote at the end", #""\""#, .unexpectedEnd),
        ("unknown escape", #""\x""#, .invalidString), ("escaped apostrophe", #""\'""#, .invalidString),
        ("capital escape", #""\N""#, .invalidString),
        ("escaped NUL", "\"\\\u{0}\"", .invalidString), ("escaped line feed", "\"\\\n\"", .invalidString),
        ("octal escape", #""\0""#, .invalidString),
        ("escaped é", "\"\\é\"", .invalidString), ("unicode escape cut", #""\u00e"#, .invalidString),
        ("unicode escape short", #""\u00e""#, .invalidString),
        ("unicode escape without digits", #""\u""#, .invalidString),
        ("unicode escape with a letter", #""\u00g0""#, .invalidString),
        ("unicode escape with a sign", #""\u+123""#, .invalidString),
        ("unicode escape capital", #""\U0041""#, .invalidString),
        ("unicode escape in braces", #""\u{41}""#, .invalidString), ("first half alone", #""\ud83d""#, .invalidString),
        ("second half alone", #""\ude00""#, .invalidString), ("first half twice", #""\ud83d\ud83d""#, .invalidString),
        ("halves the wrong way round", #""\ude00\ud83d""#, .invalidString),
        ("half before text", #""\ud83dxxxxxx""#, .invalidString),
        ("half before another escape", #""\ud83d\n12345""#, .invalidString),
        ("half before a cut half", #""\ud83d\ude0""#, .invalidString),
        ("half before a broken half", #""\ud83d\uzzzz""#, .invalidString),
        ("half before BMP", #""\ud83d\u0041""#, .invalidString),
        ("half at the end", #""\ud83d\"#, .invalidString), ("half of a key", #"{"\ud83d":1}"#, .invalidString),
        ("NUL in a string", "\"\u{0}\"", .invalidString), ("line feed in a string", "\"a\nb\"", .invalidString),
        ("tab in a string", "\"\t\"", .invalidString), ("unit separator in a string", "\"\u{1F}\"", .invalidString),
        ("control after eight plain bytes", "\"01234567\u{1}\"", .invalidString),
        ("control in a key", "{\"a\u{2}\":1}", .invalidString),
    ]

    @Test(arguments: rejected) func rejects(name: String, text: String, code: JSONError.Code) {
        for verdict in Verdict.all(Array(text.utf8)) { #expect(verdict?.code == code) }
        #expect(!ReferenceGrammar.accepts(Array(text.utf8)))
    }

    @Test(arguments: 0...0x1F) func everyControlCharacterMustBeEscaped(byte: UInt8) {
        for position in 0..<20 {
            var text = [UInt8](repeating: UInt8(ascii: "x"), count: 20)
            text[position] = byte
            text = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
            for verdict in Verdict.all(text) {
                #expect(verdict?.code == .invalidString)
                #expect(verdict?.offset == position + 1)
            }
        }
    }

    @Test func everyTruncationOfADocumentIsAnError() {
        let text = Array(
            #"{"a":[1,-2.5e+10,true,false,null,{"k\u00e9\ud83d\ude00é€😀":"v\n"}],"empty":[{},[],""],"z":0}"#.utf8)
        for count in 0..<text.count {
            for verdict in Verdict.all(Array(text[..<count])) where verdict == nil {
                Issue.record("accepted the first \(count) bytes")
            }
        }
        #expect(Verdict.all(text) == [nil, nil])
    }

    @Test(arguments: ["[", "{\"a\":"]) func nestingIsBounded(opening: String) {
        let closing = opening == "[" ? "]" : "}"
        func text(_ depth: Int) -> [UInt8] {
            Array((String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
        }
        #expect(Verdict.all(text(JSONReader.maximumDepth)) == [nil, nil])
        for verdict in Verdict.all(text(JSONReader.maximumDepth + 1)) { #expect(verdict?.code == .tooDeep) }
        for verdict in Verdict.all(Array(String(repeating: opening, count: 1_000_00).utf8)) {
            #expect(verdict?.code == .tooDeep)
        }
    }

    @Test func depthIsCountedOnceClosed() {
        let pair = "[[]]"
        let text = "[" + Array(repeating: pair, count: 300).joined(separator: ",") + "]"
        #expect(Verdict.all(Array(text.utf8)) == [nil, nil])
    }
}
