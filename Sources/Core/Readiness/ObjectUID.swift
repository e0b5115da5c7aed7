/// An object's UID in 16 bytes where it is a UUID, as Kubernetes makes them: 10⁵ endpoints are to fit in little memory.
package enum ObjectUID: Hashable, Sendable, CustomStringConvertible {
    /// A UUID in lower case, its two halves.
    case uuid(UInt64, UInt64)
    /// Anything else.
    case text(String)

    /// The UID of this text, whatever it is.
    package init(_ text: String) {
        var digits = 0
        var halves: (UInt64, UInt64) = (0, 0)
        for (index, byte) in text.utf8.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { break }
                continue
            }
            guard let digit = Self.digit(byte), digits < 32 else { break }
            if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
            digits += 1
        }
        self = digits == 32 && text.utf8.count == 36 ? .uuid(halves.0, halves.1) : .text(text)
    }

    /// The UID as Kubernetes writes it.
    package var description: String {
        guard case .uuid(let high, let low) = self else {
            guard case .text(let text) = self else { return "" }
            return text
        }
        var bytes: [UInt8] = []
        for position in 0..<32 {
            if position == 8 || position == 12 || position == 16 || position == 20 { bytes.append(UInt8(ascii: "-")) }
            let half = position < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - position % 16 * 4) & 0xF)
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        default: nil
        }
    }
}
