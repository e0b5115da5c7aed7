import HTTP1

/// Reads messages off a connection whose bytes come in pieces, as a server and a client do.
protocol HTTPConversation {
    /// The most bytes that a body may have.
    var bodyLimit: Int { get }
    /// The next head and how many bytes it took, or nil where there is more of it to come.
    mutating func parse(_ bytes: [UInt8]) throws(HTTP1Error) -> (message: HTTPMessage, consumed: Int)?
}

extension HTTPConversation {
    /// What the pieces are, the connection closed after the last.
    func read(_ pieces: [[UInt8]]) -> HTTPTranscript {
        var conversation = self
        var transcript = HTTPTranscript()
        do throws(HTTP1Error) {
            try conversation.read(pieces, into: &transcript)
        } catch {
            transcript.error = error
        }
        return transcript
    }

    private mutating func read(_ pieces: [[UInt8]], into transcript: inout HTTPTranscript) throws(HTTP1Error) {
        var buffer: [UInt8] = []
        var message: HTTPMessage?
        var decoder = BodyDecoder(.none, limit: bodyLimit)
        for piece in pieces {
            buffer += piece
            while true {
                if var present = message {
                    let used = try decoder.decode(buffer.span, into: &present.body)
                    buffer.removeFirst(used)
                    message = present
                    guard decoder.isComplete else { break }
                    transcript.messages.append(present)
                    message = nil
                    guard present.keepsAlive else { return }
                }
                guard let (next, consumed) = try parse(buffer) else { break }
                message = next
                buffer.removeFirst(consumed)
                decoder = BodyDecoder(next.framing, limit: bodyLimit)
            }
        }
        if let present = message {
            try decoder.close()
            transcript.messages.append(present)
        }
        transcript.rest = buffer.count
    }
}

/// The server's side.
struct RequestConversation: HTTPConversation {
    let bodyLimit: Int
    private var parser: RequestParser

    /// A connection of these limits.
    init(limits: HTTP1Limits, bodyLimit: Int) {
        self.bodyLimit = bodyLimit
        parser = RequestParser(limits: limits)
    }

    mutating func parse(_ bytes: [UInt8]) throws(HTTP1Error) -> (message: HTTPMessage, consumed: Int)? {
        guard let (head, consumed) = try parser.parse(bytes.span) else { return nil }
        let message = HTTPMessage(
            isResponse: false, answersHead: false, start: [head.method, head.target, head.path, head.query ?? "-"],
            minorVersion: head.minorVersion,
            fields: head.headers.pairs.map { HTTPMessage.Field(name: $0.name, value: $0.value) },
            framing: head.framing, keepsAlive: head.keepsAlive, head: Array(bytes.prefix(consumed)))
        return (message, consumed)
    }
}

/// The client's side.
struct ResponseConversation: HTTPConversation {
    let bodyLimit: Int
    private let answersHead: Bool
    private var parser: ResponseParser

    /// A connection of these limits; all its answers are to a HEAD, or none.
    init(limits: HTTP1Limits, bodyLimit: Int, answersHead: Bool) {
        self.bodyLimit = bodyLimit
        self.answersHead = answersHead
        parser = ResponseParser(limits: limits, answersHead: answersHead)
    }

    mutating func parse(_ bytes: [UInt8]) throws(HTTP1Error) -> (message: HTTPMessage, consumed: Int)? {
        guard let (head, consumed) = try parser.parse(bytes.span) else { return nil }
        let message = HTTPMessage(
            isResponse: true, answersHead: answersHead, start: [String(head.status)], minorVersion: head.minorVersion,
            fields: head.headers.pairs.map { HTTPMessage.Field(name: $0.name, value: $0.value) },
            framing: head.framing, keepsAlive: head.keepsAlive, head: Array(bytes.prefix(consumed)))
        return (message, consumed)
    }
}
