import Encodings
import Testing

@Suite struct HexadecimalTests {
    @Test func everyByteComesBack() {
        let bytes: [UInt8] = Array(0...255)
        let text = Hexadecimal.text(of: bytes)
        #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
        #expect(Hexadecimal.bytes(of: text) == bytes)
        #expect(Hexadecimal.bytes(of: text.uppercased()) == bytes)
    }

    @Test func nothingIsNoBytes() {
        #expect(Hexadecimal.text(of: []) == "")
        #expect(Hexadecimal.bytes(of: "") == [])
    }

    @Test(arguments: ["0", "012", "0g", "0 ", "-1", "0x10", "é0", "\u{FF10}0"])
    func refuses(text: String) {
        #expect(Hexadecimal.bytes(of: text) == nil)
    }

    @Test func digitsAreThoseOfTheStandardLibrary() {
        for byte in UInt8.min...UInt8.max {
            let isDigit = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
            let value = isDigit ? UInt8(String(Unicode.Scalar(byte)), radix: 16) : nil
            #expect(Hexadecimal.value(of: byte) == value)
        }
    }
}
