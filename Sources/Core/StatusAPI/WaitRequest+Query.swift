extension WaitRequest {
    /// Reads the query of `GET /v1/status`: `namespace=db&pod=web-0&uid=…`. Keys that this release does not know are passed over.
    ///
    /// Percent-encoding as in RFC 3986 section 2.1; `+` stands for itself.
    /// - Throws: `invalidQuery`, `missingField`, `tooLong`.
    package init(query: String) throws(StatusAPIError) {
        self.init(namespace: "", pod: "", uid: "")
        for field in query.utf8.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            let value = try WaitRequest.percentDecoded(parts[1])
            switch String(Substring(parts[0])) {
            case "namespace": namespace = value
            case "pod": pod = value
            case "uid": uid = value
            default: break
            }
        }
        try check()
    }

    /// The query that asks this, without the `?`.
    package var query: String {
        [("namespace", namespace), ("pod", pod), ("uid", uid)]
            .map { "\($0)=\(WaitRequest.percentEncoded($1))" }.joined(separator: "&")
    }

    private static func percentDecoded(_ text: Substring.UTF8View) throws(StatusAPIError) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                throw StatusAPIError(.invalidQuery, "a % in the query is not followed by two hexadecimal digits")
            }
            bytes.append(high << 4 | low)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw StatusAPIError(.invalidQuery, "the query is not UTF-8 once decoded")
        }
        return decoded
    }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
