import HTTP1

/// Where one request of a connection stands. Pure: what is sent is decided here, and sent by the connection.
struct Exchange {
    /// How far the answer has come.
    enum Phase: Equatable {
        /// Nobody has answered.
        case open
        /// An answer is being sent, or pieces of one are to come.
        case answering
        /// It is complete; the connection goes on or not.
        case done(keepAlive: Bool)
    }

    /// How far the answer has come; never goes back.
    private(set) var phase = Phase.open
    private let isHead: Bool
    private let isOldVersion: Bool
    private let keepsAlive: Bool

    /// `mayContinue`: nothing of the request is left unread.
    init(_ head: HTTPRequestHead?, mayContinue: Bool) {
        isHead = head?.method == "HEAD"
        isOldVersion = head?.minorVersion == 0
        keepsAlive = mayContinue && head?.keepsAlive == true
    }

    /// Appends a whole answer to `buffer`; whether the connection goes on afterwards.
    mutating func answer(
        status: Int, headers: [(String, String)], body: [UInt8], isDraining: Bool, date: String,
        into buffer: inout [UInt8]
    ) -> Bool {
        phase = .answering
        let keepAlive = keepsAlive && !isDraining
        let isBodiless = status < 200 || status == 204 || status == 304
        buffer.reserveCapacity(256 + body.count)
        HTTP1Serializer.response(
            status: status, headers: fields(headers, keepAlive: keepAlive),
            body: isBodiless ? .none : .fixed(body.count), keepAlive: keepAlive, date: date, into: &buffer)
        if !isHead, !isBodiless { buffer.append(contentsOf: body) }
        return keepAlive
    }

    /// Appends the head of a streamed answer; whether a body follows, and whether the connection may go on after it.
    mutating func begin(
        status: Int, headers: [(String, String)], isDraining: Bool, date: String, into buffer: inout [UInt8]
    ) -> (hasBody: Bool, keepAlive: Bool) {
        phase = .answering
        let keepAlive = keepsAlive && !isOldVersion && !isDraining
        HTTP1Serializer.response(
            status: status, headers: headers, body: isOldVersion ? .untilClose : .chunked, keepAlive: keepAlive,
            date: date, into: &buffer)
        return (!isHead, keepAlive)
    }

    /// Appends one piece of a streamed body.
    func piece(_ bytes: [UInt8], into buffer: inout [UInt8]) {
        if isOldVersion {
            buffer.append(contentsOf: bytes)
        } else {
            buffer.reserveCapacity(bytes.count + 16)
            HTTP1Serializer.chunk(bytes, into: &buffer)
        }
    }

    /// Appends the end of a streamed body.
    func end(into buffer: inout [UInt8]) {
        if !isOldVersion { HTTP1Serializer.lastChunk(into: &buffer) }
    }

    /// The answer is complete.
    mutating func finish(keepAlive: Bool) {
        phase = .done(keepAlive: keepAlive)
    }

    /// RFC 9112, 9.3: HTTP/1.0 goes on only when both sides say so.
    private func fields(_ headers: [(String, String)], keepAlive: Bool) -> [(String, String)] {
        isOldVersion && keepAlive ? headers + [("Connection", "keep-alive")] : headers
    }
}
