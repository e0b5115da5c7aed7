import HTTP1

/// Makes an answer of the bytes that come: the head, then the parts of the body, their transfer coding undone.
struct AnswerReader: Sendable {
    /// What has come and is not used up.
    var buffer: [UInt8] = []
    private var parser: ResponseParser
    private var decoder: BodyDecoder?

    /// A reader of the answer to a request of this method.
    init(method: String) {
        parser = ResponseParser(answersHead: method == "HEAD")
    }

    /// The head, once it is complete; heads of interim answers are passed over (RFC 9110, section 15.2).
    mutating func head() throws(HTTPClientError) -> HTTPResponseHead? {
        do throws(HTTP1Error) {
            while let (head, consumed) = try Self.parse(buffer, &parser) {
                buffer.removeFirst(consumed)
                guard head.status != 101 else {
                    throw HTTP1Error(.badStatusLine, "It switches to another protocol, which nobody asked for.")
                }
                guard head.status >= 200 else { continue }
                decoder = BodyDecoder(head.framing, limit: .max)
                return head
            }
            return nil
        } catch {
            throw Self.badAnswer(error)
        }
    }

    /// What has come of the body since the last call: empty when nothing has, nil once it is complete.
    mutating func body() throws(HTTPClientError) -> [UInt8]? {
        var body: [UInt8] = []
        do throws(HTTP1Error) {
            let used = try Self.decode(buffer, &decoder, into: &body)
            buffer.removeFirst(used)
        } catch {
            throw Self.badAnswer(error)
        }
        return body.isEmpty && decoder?.isComplete == true ? nil : body
    }

    /// Takes note that the server has closed the connection, and says whether the answer may end there.
    mutating func close() -> Bool {
        guard decoder != nil else { return false }
        return (try? decoder?.close()) != nil
    }

    // Apart from `self`, whose buffer a span would hold on to while the parser changes.
    private static func parse(
        _ bytes: [UInt8], _ parser: inout ResponseParser
    ) throws(HTTP1Error) -> (head: HTTPResponseHead, consumed: Int)? {
        try parser.parse(bytes.span)
    }

    private static func decode(
        _ bytes: [UInt8], _ decoder: inout BodyDecoder?, into body: inout [UInt8]
    ) throws(HTTP1Error) -> Int {
        try decoder?.decode(bytes.span, into: &body) ?? 0
    }

    private static func badAnswer(_ error: HTTP1Error) -> HTTPClientError {
        HTTPClientError(.badAnswer, "the answer is not HTTP/1.1: \(error.message)")
    }
}
