import Encodings
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("web-0.a_b~", "web-0.a_b~"), ("a b/c", "a%20b%2Fc"), ("100%", "100%25"), ("é", "%C3%A9"),
        ("a+b=c&d", "a%2Bb%3Dc%26d"), ("\u{0}", "%00"),
    ])
    func comesBack(text: String, encoded: String) throws {
        #expect(PercentEncoding.encode(text) == encoded)
        #expect(PercentEncoding.decode(Substring(encoded).utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        ("a+b", "a+b"), ("%2f%2F", "//"), ("a b", "a b"), ("%41%6a", "Aj"),
    ])
    func whatNeedNotBeEncodedIsTaken(encoded: String, text: String) {
        #expect(PercentEncoding.decode(Substring(encoded).utf8) == Array(text.utf8))
    }

    @Test func bytesNeedBeNoText() {
        #expect(PercentEncoding.decode(Substring("%ff%C3").utf8) == [0xFF, 0xC3])
    }

    @Test(arguments: ["%", "a%2", "%g0", "%0g", "%%41", "%é"])
    func refuses(encoded: String) {
        #expect(PercentEncoding.decode(Substring(encoded).utf8) == nil)
    }
}
