/// Walks the lines of a head that may still be growing, each byte once.
///
/// The caller passes the same bytes again with more behind them; what has been read stays read, so that a head that
/// trickles in byte by byte costs no more than one that comes at once, and gives the same result.
struct HeadScanner: Sendable {
    /// Every byte before this one has been checked.
    private var checked = 0
    /// The first byte of the line that is being read.
    private(set) var lineStart = 0
    /// The fields of the lines read so far.
    private(set) var fields: [HTTPHeaders.Field] = []
    /// What the fields mean for the connection and the body.
    private(set) var facts = FieldFacts()

    /// The next line without its CRLF, or nil when its end has not come yet.
    ///
    /// Throws at the first byte that cannot stand in a head, and once the line is longer than `limit` bytes.
    mutating func nextLine(
        _ bytes: Span<UInt8>, limit: Int, tooLong: @autoclosure () -> HTTP1Error
    ) throws(HTTP1Error) -> Range<Int>? {
        let allowed = lineStart &+ limit
        checked = bytes.endOfText(from: checked)
        guard checked <= allowed else { throw tooLong() }
        guard checked < bytes.count else { return nil }
        guard bytes[checked] == 0x0D else { throw Self.badByte(bytes[checked]) }
        guard checked + 1 < bytes.count else { return nil }
        guard bytes[checked + 1] == 0x0A else {
            throw HTTP1Error(.badLineEnd, "A carriage return in a head must be followed by a line feed.")
        }
        let line = lineStart..<checked
        lineStart = checked + 2
        checked = lineStart
        return line
    }

    /// Reads field lines until the empty line, and says whether that has come.
    mutating func readFields(_ bytes: Span<UInt8>, limits: HTTP1Limits) throws(HTTP1Error) -> Bool {
        while true {
            let room = max(0, limits.headBytes &- lineStart)
            guard let line = try nextLine(bytes, limit: room, tooLong: Self.tooLarge(limits)) else { return false }
            guard !line.isEmpty else {
                guard lineStart <= limits.headBytes else { throw Self.tooLarge(limits) }
                return true
            }
            guard fields.count < limits.fieldCount else {
                throw HTTP1Error(
                    .headTooLarge, status: 431, "The head has more than the \(limits.fieldCount) fields allowed.")
            }
            if fields.isEmpty { fields.reserveCapacity(16) }
            let field = try readField(bytes, line)
            try facts.note(field, in: bytes)
            fields.append(field)
        }
    }

    /// Splits one field line (RFC 9112, section 5): no blank before the colon, none at the line's beginning.
    private func readField(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(HTTP1Error) -> HTTPHeaders.Field {
        var colon = line.lowerBound
        while colon < line.upperBound, bytes[colon].isToken { colon &+= 1 }
        guard colon > line.lowerBound else {
            let isFold = bytes[colon].isBlank
            throw HTTP1Error(
                .badField,
                isFold ? "A header line begins with a blank: folded lines are not allowed." : "A header has no name.")
        }
        guard colon < line.upperBound else { throw HTTP1Error(.badField, "A header line has no colon.") }
        guard bytes[colon] == UInt8(ascii: ":") else {
            throw HTTP1Error(.badField, "\(bytes[colon].shown) cannot stand in a header's name.")
        }
        var start = colon &+ 1
        var end = line.upperBound
        while start < end, bytes[start].isBlank { start &+= 1 }
        while end > start, bytes[end &- 1].isBlank { end &-= 1 }
        return HTTPHeaders.Field(name: line.lowerBound..<colon, value: start..<end)
    }

    private static func tooLarge(_ limits: HTTP1Limits) -> HTTP1Error {
        HTTP1Error(.headTooLarge, status: 431, "The head is larger than the \(limits.headBytes) bytes allowed.")
    }

    private static func badByte(_ byte: UInt8) -> HTTP1Error {
        if byte == 0x0A { return HTTP1Error(.badLineEnd, "A line of the head ends without a carriage return.") }
        return HTTP1Error(.badByte, "\(byte.shown) cannot stand in a head.")
    }
}
