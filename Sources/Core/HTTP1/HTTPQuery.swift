/// The items of a query such as `namespace=shop&pod=my%2Dapi` (the URL Standard's urlencoded form).
package enum HTTPQuery {
    /// The items in order, decoded. `+` means a space; an item without `=` has an empty value.
    ///
    /// A `%` that two hexadecimal digits do not follow stands for itself, and bytes that are not UTF-8 turn into
    /// replacement characters: neither can equal a name or value that means something here.
    package static func items(_ query: String) -> [(name: String, value: String)] {
        query.utf8.split(separator: UInt8(ascii: "&")).map { item in
            let parts = item.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
        }
    }

    /// The value of the first item of this name, or nil.
    package static func first(_ name: String, in query: String?) -> String? {
        guard let query else { return nil }
        return items(query).first { $0.name == name }?.value
    }

    /// Percent-encoding undone, for a path's segments too when `plusIsSpace` is false.
    package static func decoded(_ text: Substring.UTF8View, plusIsSpace: Bool = true) -> String {
        let bytes = Array(text)
        var result = [UInt8]()
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = bytes[index + 1].hexValue,
                let low = bytes[index + 2].hexValue
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(byte == UInt8(ascii: "+") && plusIsSpace ? 0x20 : byte)
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `text` percent-encoded but for RFC 3986's unreserved characters: fit for any part of a URL.
    package static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var result = [UInt8]()
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.append(byte)
            default:
                result.append(UInt8(ascii: "%"))
                result.append(digits[Int(byte >> 4)])
                result.append(digits[Int(byte & 0xF)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
