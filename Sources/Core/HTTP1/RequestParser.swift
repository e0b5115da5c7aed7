/// Reads request heads from a growing buffer, by picohttpparser's contract: the head and the bytes it took, nothing
/// yet, or an error.
///
/// Strict by RFC 9112: what two readers could understand differently is an error, never repaired. One parser serves
/// the requests of one connection, one after the other.
package struct RequestParser: Sendable {
    private let limits: HTTP1Limits
    private var scanner = HeadScanner()
    private var line: HTTPRequestHead.Line?

    /// A parser that refuses heads beyond `limits`.
    package init(limits: HTTP1Limits = HTTP1Limits()) {
        self.limits = limits
    }

    /// Reads the head that begins at the first byte, or returns nil when there is more of it to come.
    ///
    /// After nil, call again with the same bytes and more behind them: those seen already are not read again. After a
    /// head the parser begins anew; drop `consumed` bytes first. After an error neither it nor the connection may be
    /// used again.
    package mutating func parse(
        _ bytes: Span<UInt8>
    ) throws(HTTP1Error) -> (head: HTTPRequestHead, consumed: Int)? {
        if line == nil {
            guard let range = try nextStartLine(bytes) else { return nil }
            line = try readRequestLine(bytes, range)
        }
        guard let line, try scanner.readFields(bytes, limits: limits) else { return nil }
        let consumed = scanner.lineStart
        let facts = scanner.facts
        guard facts.hasHost || line.minorVersion == 0 else {
            throw HTTP1Error(.badHost, "An HTTP/1.1 request must have a Host.")
        }
        let framing = try facts.framing(minorVersion: line.minorVersion) ?? .none
        let headers = HTTPHeaders(bytes: bytes.copied(0..<consumed), fields: scanner.fields)
        scanner = HeadScanner()
        self.line = nil
        return (HTTPRequestHead(line: line, headers: headers, facts: facts, framing: framing), consumed)
    }

    /// The request line. One empty line before it is skipped, as RFC 9112, section 2.2, asks for.
    private mutating func nextStartLine(_ bytes: Span<UInt8>) throws(HTTP1Error) -> Range<Int>? {
        while true {
            let limit = limits.startLineBytes
            guard
                let range = try scanner.nextLine(
                    bytes, limit: limit,
                    tooLong: HTTP1Error(
                        .targetTooLong, status: 414, "The request line is longer than the \(limit) bytes allowed."))
            else { return nil }
            if range != 0..<0 { return range }
        }
    }

    private func readRequestLine(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(HTTP1Error) -> HTTPRequestHead.Line {
        var line = HTTPRequestHead.Line()
        var index = range.lowerBound
        while index < range.upperBound, bytes[index].isToken { index &+= 1 }
        line.method = range.lowerBound..<index
        guard !line.method.isEmpty, index < range.upperBound, bytes[index] == 0x20 else {
            throw HTTP1Error(.badRequestLine, "The request line does not begin with a method and a space.")
        }
        let start = index + 1
        index = start
        while index < range.upperBound, bytes[index] != 0x20 { index &+= 1 }
        line.target = start..<index
        guard !line.target.isEmpty, index < range.upperBound else {
            throw HTTP1Error(.badRequestLine, "The request line is not method, target and version.")
        }
        line.minorVersion = try HTTPVersion.readMinor(bytes, index + 1..<range.upperBound)
        for index in line.target where !bytes[index].isTarget {
            throw HTTP1Error(.badTarget, "\(bytes[index].shown) cannot stand in a request target.")
        }
        try readTarget(bytes, into: &line)
        return line
    }

    /// Tells the four forms of a target apart (RFC 9112, section 3.2).
    private func readTarget(_ bytes: Span<UInt8>, into line: inout HTTPRequestHead.Line) throws(HTTP1Error) {
        let target = line.target
        var start = target.lowerBound
        let end = target.upperBound
        if bytes.matches(line.method, "CONNECT") {
            line.path = start..<start
            return
        }
        if bytes.matches(target, "*") {
            guard bytes.matches(line.method, "OPTIONS") else {
                throw HTTP1Error(.badTarget, "The target * goes with the method OPTIONS only.")
            }
            line.path = target
            return
        }
        if bytes[start] != UInt8(ascii: "/") {
            guard let authority = authorityStart(bytes, target) else {
                throw HTTP1Error(.badTarget, "The target must begin with / or be an http or https URL.")
            }
            start = authority
            while start < end, bytes[start] != UInt8(ascii: "/"), bytes[start] != UInt8(ascii: "?") {
                guard bytes[start].isHost else {
                    throw HTTP1Error(.badTarget, "\(bytes[start].shown) cannot stand in a target's host.")
                }
                start &+= 1
            }
            guard start > authority else { throw HTTP1Error(.badTarget, "The target's URL has no host.") }
        }
        var index = start
        while index < end, bytes[index] != UInt8(ascii: "?") { index &+= 1 }
        line.path = start..<index
        line.query = index < end ? index + 1..<end : nil
    }

    /// The first byte of the authority in absolute form, or nil when the target is not in that form.
    private func authorityStart(_ bytes: Span<UInt8>, _ target: Range<Int>) -> Int? {
        for scheme: StaticString in ["http://", "https://"] {
            let end = target.lowerBound + scheme.utf8CodeUnitCount
            if end <= target.upperBound, bytes.equals(target.lowerBound..<end, scheme) { return end }
        }
        return nil
    }
}
