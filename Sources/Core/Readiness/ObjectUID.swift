import JSONText

/// An object's UID in 16 bytes where it is a UUID, as Kubernetes makes them: 10⁵ endpoints are to fit in little memory.
package enum ObjectUID: Hashable, Sendable, CustomStringConvertible {
    /// A UUID in lower case, its two halves.
    case uuid(UInt64, UInt64)
    /// Anything else.
    case text(String)

    /// The UID of this text, whatever it is.
    package init(_ text: String) {
        self = Self.uuid(in: text.utf8.span) ?? .text(text)
    }

    /// The UID that is next in the reader; that of the empty text for null.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try !reader.readNull() else {
            self = .text("")
            return
        }
        let text = try reader.readJSONString()
        if let plain = text.plain, let uid = Self.uuid(in: plain) {
            self = uid
        } else {
            self = .text(text.decoded)
        }
    }

    private static func uuid(in text: Span<UInt8>) -> ObjectUID? {
        guard text.count == 36 else { return nil }
        var digits = 0
        var halves: (UInt64, UInt64) = (0, 0)
        for index in text.indices {
            let byte = text[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = Self.digit(byte) else { return nil }
            if digits < 16 { halves.0 = halves.0 << 4 | digit } else { halves.1 = halves.1 << 4 | digit }
            digits += 1
        }
        return .uuid(halves.0, halves.1)
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
