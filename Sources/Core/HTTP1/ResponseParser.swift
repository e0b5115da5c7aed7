/// Reads response heads from a growing buffer: the client's side of `RequestParser`, by the same contract.
package struct ResponseParser: Sendable {
    private let limits: HTTP1Limits
    private let answersHead: Bool
    private var scanner = HeadScanner()
    private var line: (status: Int, minorVersion: Int)?

    /// A parser that refuses heads beyond `limits`. `answersHead`: the request was a HEAD, so no body follows.
    package init(limits: HTTP1Limits = HTTP1Limits(), answersHead: Bool = false) {
        self.limits = limits
        self.answersHead = answersHead
    }

    /// Reads the head that begins at the first byte, or returns nil when there is more of it to come.
    ///
    /// A head of status 1xx is followed by another head (RFC 9110, section 15.2): drop `consumed` bytes and call again.
    package mutating func parse(
        _ bytes: Span<UInt8>
    ) throws(HTTP1Error) -> (head: HTTPResponseHead, consumed: Int)? {
        if line == nil {
            let limit = limits.startLineBytes
            guard
                let range = try scanner.nextLine(
                    bytes, limit: limit,
                    tooLong: HTTP1Error(
                        .headTooLarge, status: 502, "The status line is longer than the \(limit) bytes allowed."))
            else { return nil }
            line = try readStatusLine(bytes, range)
        }
        guard let line, try scanner.readFields(bytes, limits: limits) else { return nil }
        let consumed = scanner.lineStart
        let framing = try framing(line, scanner.facts)
        let head = HTTPResponseHead(
            status: line.status, minorVersion: line.minorVersion,
            headers: HTTPHeaders(bytes: bytes.copied(0..<consumed), fields: scanner.fields), framing: framing,
            keepsAlive: framing != .untilClose && scanner.facts.keepsAlive(minorVersion: line.minorVersion))
        scanner = HeadScanner()
        self.line = nil
        return (head, consumed)
    }

    private func readStatusLine(
        _ bytes: Span<UInt8>, _ range: Range<Int>
    ) throws(HTTP1Error) -> (status: Int, minorVersion: Int) {
        let start = range.lowerBound
        guard range.count >= 12, bytes[start + 8] == 0x20, range.count == 12 || bytes[start + 12] == 0x20 else {
            throw HTTP1Error(.badStatusLine, status: 502, "The answer does not begin with an HTTP status line.")
        }
        let minorVersion = try HTTPVersion.readMinor(bytes, start..<start + 8)
        var status = 0
        for index in start + 9..<start + 12 {
            guard bytes[index].isDigit else {
                throw HTTP1Error(.badStatusLine, status: 502, "The status code is not three digits.")
            }
            status = status * 10 + Int(bytes[index] &- 0x30)
        }
        guard status >= 100 else {
            throw HTTP1Error(.badStatusLine, status: 502, "The status code \(status) is less than 100.")
        }
        return (status, minorVersion)
    }

    /// RFC 9112, section 6.3, from its first rule to its last.
    private func framing(
        _ line: (status: Int, minorVersion: Int), _ facts: FieldFacts
    ) throws(HTTP1Error) -> BodyFraming {
        let announced = try facts.framing(minorVersion: line.minorVersion)
        if answersHead || line.status < 200 || line.status == 204 || line.status == 304 { return .none }
        return announced ?? .untilClose
    }
}
