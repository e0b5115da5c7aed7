/// What the fields of one head say about the connection and the body, noted as each field is read.
///
/// Everything that two readers of one message could understand differently is an error here (RFC 9112, section 11.2).
struct FieldFacts: Sendable {
    private var contentLength: Int?
    private var hasTransferEncoding = false
    /// The codings end with chunked.
    private var isChunked = false
    private var hasOtherCoding = false
    private var saysClose = false
    private var saysKeepAlive = false
    /// There has been a Host field.
    private(set) var hasHost = false
    /// There has been an `Expect: 100-continue`.
    private(set) var expectsContinue = false

    /// Takes note of one field; throws if it contradicts an earlier one or is malformed.
    mutating func note(_ field: HTTPHeaders.Field, in bytes: Span<UInt8>) throws(HTTP1Error) {
        switch field.name.count {
        case 4 where bytes.equals(field.name, "host"): try noteHost(field.value, bytes)
        case 6 where bytes.equals(field.name, "expect"): try noteExpectation(field.value, bytes)
        case 10 where bytes.equals(field.name, "connection"):
            try Self.forEachElement(field.value, bytes) { (element: Range<Int>) throws(HTTP1Error) in
                if bytes.equals(element, "close") { saysClose = true }
                if bytes.equals(element, "keep-alive") { saysKeepAlive = true }
            }
        case 14 where bytes.equals(field.name, "content-length"): try noteLength(field.value, bytes)
        case 17 where bytes.equals(field.name, "transfer-encoding"): try noteCodings(field.value, bytes)
        default: break
        }
    }

    /// Whether the connection outlives the message (RFC 9112, section 9.3).
    func keepsAlive(minorVersion: Int) -> Bool {
        !saysClose && (minorVersion > 0 || saysKeepAlive)
    }

    /// The body's framing, or nil when the fields do not tell (RFC 9112, section 6.3).
    func framing(minorVersion: Int) throws(HTTP1Error) -> BodyFraming? {
        guard hasTransferEncoding else { return contentLength.map { .length($0) } }
        guard contentLength == nil else {
            throw HTTP1Error(.badContentLength, "Content-Length and Transfer-Encoding exclude each other.")
        }
        guard minorVersion > 0 else {
            throw HTTP1Error(.badTransferEncoding, "HTTP/1.0 has no Transfer-Encoding.")
        }
        guard isChunked else {
            throw HTTP1Error(.badTransferEncoding, "The last Transfer-Encoding must be chunked, and only the last.")
        }
        guard !hasOtherCoding else {
            throw HTTP1Error(.unknownTransferEncoding, status: 501, "The only Transfer-Encoding known is chunked.")
        }
        return .chunked
    }

    private mutating func noteHost(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(HTTP1Error) {
        guard !hasHost else { throw HTTP1Error(.badHost, "There is more than one Host.") }
        hasHost = true
        for index in value where !bytes[index].isHost {
            throw HTTP1Error(.badHost, "\(bytes[index].shown) cannot stand in Host.")
        }
    }

    private mutating func noteExpectation(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(HTTP1Error) {
        guard bytes.equals(value, "100-continue") else {
            throw HTTP1Error(.unknownExpectation, status: 417, "The only Expect known is 100-continue.")
        }
        expectsContinue = true
    }

    /// RFC 9110, section 8.6: digits only. A second one is refused even when equal, since not every reader would see it.
    private mutating func noteLength(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(HTTP1Error) {
        guard contentLength == nil else {
            throw HTTP1Error(.badContentLength, "There is more than one Content-Length.")
        }
        guard !value.isEmpty else { throw HTTP1Error(.badContentLength, "Content-Length is empty.") }
        var length = 0
        for index in value {
            guard bytes[index].isDigit else {
                throw HTTP1Error(.badContentLength, "\(bytes[index].shown) cannot stand in Content-Length.")
            }
            let (scaled, isTooLarge) = length.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = scaled.addingReportingOverflow(Int(bytes[index] &- 0x30))
            guard !isTooLarge, !isOver else {
                throw HTTP1Error(.badContentLength, "Content-Length does not fit 64 bits.")
            }
            length = sum
        }
        contentLength = length
    }

    private mutating func noteCodings(_ value: Range<Int>, _ bytes: Span<UInt8>) throws(HTTP1Error) {
        hasTransferEncoding = true
        try Self.forEachElement(value, bytes) { (element: Range<Int>) throws(HTTP1Error) in
            guard !isChunked else {
                throw HTTP1Error(.badTransferEncoding, "chunked must be the last Transfer-Encoding, and only once.")
            }
            guard !element.isEmpty else {
                throw HTTP1Error(.badTransferEncoding, "Transfer-Encoding names no coding.")
            }
            if bytes.equals(element, "chunked") {
                isChunked = true
            } else {
                hasOtherCoding = true
            }
        }
    }

    /// Calls `body` with each element of a comma-separated list, blanks around it left out.
    private static func forEachElement(
        _ list: Range<Int>, _ bytes: Span<UInt8>, _ body: (Range<Int>) throws(HTTP1Error) -> Void
    ) throws(HTTP1Error) {
        var start = list.lowerBound
        for index in list.lowerBound...list.upperBound
        where index == list.upperBound || bytes[index] == UInt8(ascii: ",") {
            var first = start
            var end = index
            while first < end, bytes[first].isBlank { first &+= 1 }
            while end > first, bytes[end &- 1].isBlank { end &-= 1 }
            try body(first..<end)
            start = index + 1
        }
    }
}
