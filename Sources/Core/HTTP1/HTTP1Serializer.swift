/// Writes HTTP/1.1 messages (RFC 9112) to the end of a buffer, so that head and body can leave in one write.
///
/// Values are written as given, but a CR, LF or NUL in one turns into a space: nothing that a value carries can end
/// its line.
package enum HTTP1Serializer {
    /// What follows a response's head.
    package enum Body: Hashable, Sendable {
        /// No body and no length: 1xx, 204 and 304.
        case none
        /// This many bytes, which the caller appends (or leaves out, answering a HEAD).
        case fixed(Int)
        /// Chunks: `chunk` and at the end `lastChunk`.
        case chunked
        /// Bytes until the connection is closed: for a peer of HTTP/1.0, which knows no chunks.
        case untilClose
    }

    /// Appends a response's head. `date` is `HTTPDate.text` of now.
    package static func response(
        status: Int, headers: [(String, String)] = [], body: Body, keepAlive: Bool, date: String? = nil,
        into buffer: inout [UInt8]
    ) {
        appendLiteral("HTTP/1.1 ", to: &buffer)
        appendNumber(status, to: &buffer)
        appendLiteral(" ", to: &buffer)
        append(HTTPStatus.reason(status), to: &buffer)
        appendLiteral("\r\n", to: &buffer)
        if let date { appendField("Date", date, to: &buffer) }
        switch body {
        case .none, .untilClose: break
        case .fixed(let count): appendLength(count, to: &buffer)
        case .chunked: appendLiteral("Transfer-Encoding: chunked\r\n", to: &buffer)
        }
        if !keepAlive || body == .untilClose { appendLiteral("Connection: close\r\n", to: &buffer) }
        for (name, value) in headers { appendField(name, value, to: &buffer) }
        appendLiteral("\r\n", to: &buffer)
    }

    /// Appends `HTTP/1.1 100 Continue` (RFC 9110, section 15.2.1).
    package static func continueResponse(into buffer: inout [UInt8]) {
        appendLiteral("HTTP/1.1 100 Continue\r\n\r\n", to: &buffer)
    }

    /// Appends a whole request. `target` is origin-form; `host` as in the URL, with the port unless it is the scheme's.
    package static func request(
        method: String, target: String, host: String, headers: [(String, String)] = [], body: [UInt8]? = nil,
        into buffer: inout [UInt8]
    ) {
        append(method, to: &buffer)
        appendLiteral(" ", to: &buffer)
        append(target, to: &buffer)
        appendLiteral(" HTTP/1.1\r\n", to: &buffer)
        appendField("Host", host, to: &buffer)
        for (name, value) in headers { appendField(name, value, to: &buffer) }
        if let body { appendLength(body.count, to: &buffer) }
        appendLiteral("\r\n", to: &buffer)
        if let body { buffer.append(contentsOf: body) }
    }

    /// Appends one chunk; an empty one is left out, since it would be the last.
    package static func chunk(_ data: some Collection<UInt8>, into buffer: inout [UInt8]) {
        guard !data.isEmpty else { return }
        append(String(data.count, radix: 16), to: &buffer)
        appendLiteral("\r\n", to: &buffer)
        buffer.append(contentsOf: data)
        appendLiteral("\r\n", to: &buffer)
    }

    /// Appends the empty chunk that ends a body, without trailers.
    package static func lastChunk(into buffer: inout [UInt8]) {
        appendLiteral("0\r\n\r\n", to: &buffer)
    }

    private static func appendField(_ name: String, _ value: String, to buffer: inout [UInt8]) {
        append(name, to: &buffer)
        appendLiteral(": ", to: &buffer)
        append(value, to: &buffer)
        appendLiteral("\r\n", to: &buffer)
    }

    private static func appendLength(_ count: Int, to buffer: inout [UInt8]) {
        appendLiteral("Content-Length: ", to: &buffer)
        appendNumber(count, to: &buffer)
        appendLiteral("\r\n", to: &buffer)
    }

    private static func appendNumber(_ number: Int, to buffer: inout [UInt8]) {
        buffer.append(contentsOf: String(number).utf8)
    }

    private static func appendLiteral(_ literal: StaticString, to buffer: inout [UInt8]) {
        unsafe buffer.append(
            contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// A value from elsewhere; the three bytes that could end a line or a string are replaced.
    private static func append(_ text: String, to buffer: inout [UInt8]) {
        let start = buffer.count
        buffer.append(contentsOf: text.utf8)
        for index in start..<buffer.count where buffer[index] == 0x0D || buffer[index] == 0x0A || buffer[index] == 0 {
            buffer[index] = 0x20
        }
    }
}
