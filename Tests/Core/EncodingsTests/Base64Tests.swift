import Encodings
import Testing

@Suite struct Base64Tests {
    private static func encode(_ bytes: [UInt8], after text: String = "") -> String {
        var encoded = Array(text.utf8)
        Base64.encode(bytes, into: &encoded)
        return String(decoding: encoded, as: UTF8.self)
    }

    /// RFC 4648, section 10, and the two digits that are neither letters nor numbers.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"), ("~~~???", "fn5+Pz8/"),
    ])
    func isThatOfTheRFC(text: String, encoded: String) {
        #expect(Self.encode(Array(text.utf8)) == encoded)
        #expect(Self.encode(Array(text.utf8), after: "x") == "x" + encoded)
        #expect(Base64.decode(encoded) == Array(text.utf8))
    }

    @Test func everyByteComesBack() {
        let bytes: [UInt8] = Array(0...255) + [255]
        let text = Self.encode(bytes)
        #expect(text.utf8.count == 344 && Set(text).count == 65)
        #expect(Base64.decode(text) == bytes)
    }

    @Test(arguments: ["Zm9v\nYmFy\n", "Zm9v\r\nYmFy", " Zm9v YmFy "])
    func whiteSpaceDoesNotMatter(text: String) {
        #expect(Base64.decode(text) == Array("foobar".utf8))
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Z===", "====", "Zg==Zg==", "Zm9v-", "Zm9_", "Zg=a", "Zm9\u{0}"])
    func refuses(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
