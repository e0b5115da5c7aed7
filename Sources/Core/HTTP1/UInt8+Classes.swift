/// The byte classes of RFC 9110, section 5.6, and RFC 9112, section 2.2.
extension UInt8 {
    /// A character of a token: a method or a field's name.
    var isToken: Bool {
        // One bit for each of the 128 ASCII characters: !#$%&'*+-.^_`|~, digits and letters.
        let low: UInt64 = 0x03FF_6CFA_0000_0000
        let high: UInt64 = 0x57FF_FFFF_C7FF_FFFE
        if self < 64 { return low &>> UInt64(self) & 1 == 1 }
        return self < 128 && high &>> UInt64(self &- 64) & 1 == 1
    }

    /// A byte that may stand in a line: everything but the control characters, though horizontal tab may.
    var isText: Bool { self >= 0x20 ? self != 0x7F : self == 0x09 }

    /// A space or a horizontal tab.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// A decimal digit.
    var isDigit: Bool { self &- 0x30 < 10 }

    /// A small letter for a capital one; any other byte as it is.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// How an error message shows the byte.
    var shown: String {
        if 0x21...0x7E ~= self { return "'\(Unicode.Scalar(self))'" }
        return "byte 0x" + String(self, radix: 16)
    }
}

/// The byte classes of RFC 3986 that matter here.
extension UInt8 {
    /// A character of a request target: printable ASCII but the ones that no URI contains unencoded.
    var isTarget: Bool {
        guard 0x21...0x7E ~= self else { return false }
        switch self {
        case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
            UInt8(ascii: "^"), UInt8(ascii: "`"):
            return false
        default: return true
        }
    }

    /// A character of `host [":" port]` (section 3.2.2): unreserved, sub-delims, percent-encoding, brackets, colon.
    var isHost: Bool {
        isTarget && self != UInt8(ascii: "/") && self != UInt8(ascii: "?") && self != UInt8(ascii: "@")
            && self != UInt8(ascii: "{") && self != UInt8(ascii: "}") && self != UInt8(ascii: "|")
            && self != UInt8(ascii: ",")
    }
}
