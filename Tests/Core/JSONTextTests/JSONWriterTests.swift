import CoreTestKit
import JSONText
import Testing

/// What is written, and that the reader reads it back.
@Suite struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func putsCommasWhereTheyBelong() {
        let text = text { writer in
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.endArray()
            writer.key("b")
            writer.beginObject()
            writer.endObject()
            writer.key("c")
            writer.beginArray()
            writer.integer(-1)
            writer.boolean(true)
            writer.boolean(false)
            writer.null()
            writer.string("x")
            writer.raw(Array("[1,2]".utf8))
            writer.raw("{}".utf8)
            writer.base64([0xFF])
            writer.beginArray()
            writer.endArray()
            writer.endArray()
            writer.key("d")
            writer.integer(.min)
            writer.endObject()
        }
        #expect(
            text == #"{"a":[],"b":{},"c":[-1,true,false,null,"x",[1,2],{},"/w==",[]],"d":-9223372036854775808}"#)
    }

    @Test func writesWholeMembers() {
        let text = text { writer in
            writer.beginObject()
            writer.member("a", "\"")
            writer.member("b\n", -3)
            writer.member("c", ["x", "y"])
            writer.member("d", [String]())
            writer.member("e", [("k", "v"), ("a/b", "")])
            writer.member("f", [(String, String)]())
            writer.endObject()
        }
        #expect(text == #"{"a":"\"","b\n":-3,"c":["x","y"],"d":[],"e":{"k":"v","a/b":""},"f":{}}"#)
    }

    @Test(arguments: [
        ("", #""""#), ("plain", #""plain""#), ("\"\\", #""\"\\""#), ("\n\r\t", #""\n\r\t""#),
        ("\u{0}\u{1F}", #""\u0000\u001f""#),
        ("/é€😀\u{7F}", "\"/é€😀\u{7F}\""), ("12345678\"12345678", #""12345678\"12345678""#),
        ("e\u{301}", "\"e\u{301}\""),
    ])
    func escapesStrings(value: String, expected: String) {
        #expect(Array(text { $0.string(value) }.utf8) == Array(expected.utf8))
        #expect(text { $0.key(value) } == expected + ":")
    }

    @Test(arguments: 0..<4) func whatIsWrittenIsReadBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var value = String.UnicodeScalarView()
            for _ in 0..<random.index(below: 24) {
                let bound = [0x20, 0x80, 0x800, 0x1_0000, 0x11_0000][random.index(below: 5)]
                if let scalar = Unicode.Scalar(UInt32(random.index(below: bound))) { value.append(scalar) }
            }
            var writer = JSONWriter()
            writer.string(String(value))
            let bytes = writer.bytes
            #expect(ReferenceGrammar.accepts(bytes))
            var reader = JSONReader(bytes.span)
            let back = try reader.readString()
            try reader.end()
            #expect(Array(back.unicodeScalars) == Array(value))
        }
    }
}
