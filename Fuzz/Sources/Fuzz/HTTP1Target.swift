import HTTP1

/// HTTP1: the first byte chooses between requests and responses and the limits; the rest is what a connection sends.
///
/// However it is cut, the messages are the same; what is accepted has the framing that a plain reading of its head gives,
/// and means the same once it has been written and read again.
enum HTTP1Target: FuzzTarget {
    static let name = "http1"

    static func run(_ input: [UInt8]) {
        guard let first = input.first else { return }
        var choices = Choices(input)
        let bytes = Array(input.dropFirst())
        let longest = [1, 3, 17, 200][choices.index(below: 4)]
        let limits =
            first & 2 == 0 ? HTTP1Limits() : HTTP1Limits(startLineBytes: 60, headBytes: 200, fieldCount: 6)
        let bodyLimit = first & 4 == 0 ? 1 << 20 : 40
        if first & 1 == 0 {
            let whole = RequestConversation(limits: limits, bodyLimit: bodyLimit).read([bytes])
            let cut = RequestConversation(limits: limits, bodyLimit: bodyLimit)
                .read(choices.pieces(of: bytes, upTo: longest))
            expect(whole == cut, "requests are others when cut: \(whole) and \(cut)")
            for message in whole.messages { checkRequest(message) }
        } else {
            let answersHead = first & 8 != 0
            let whole = ResponseConversation(limits: limits, bodyLimit: bodyLimit, answersHead: answersHead)
                .read([bytes])
            let cut = ResponseConversation(limits: limits, bodyLimit: bodyLimit, answersHead: answersHead)
                .read(choices.pieces(of: bytes, upTo: longest))
            expect(whole == cut, "responses are others when cut: \(whole) and \(cut)")
            for message in whole.messages { checkResponse(message) }
        }
        checkChunks(bytes, &choices)
    }

    // MARK: Requests

    private static func checkRequest(_ message: HTTPMessage) {
        checkHead(message)
        let host = message.values(of: "host").first
        if message.minorVersion == 1 { expect(host != nil, "a request without Host") }
        let headers = message.plainFields.filter { $0.lowercasedName != "host" }
        // HTTP/1.0 knows neither an absent Host nor lists of its own that matter here.
        guard let host, message.minorVersion == 1 else { return }
        var text: [UInt8] = []
        HTTP1Serializer.request(
            method: message.start[0], target: message.start[1], host: host,
            headers: headers.map { ($0.name, $0.value) }, body: message.body, into: &text)
        let limits = HTTP1Limits(startLineBytes: 1 << 20, headBytes: 1 << 20, fieldCount: 1000)
        let again = RequestConversation(limits: limits, bodyLimit: 1 << 20).read([text])
        guard let other = again.messages.first, again.messages.count == 1, again.error == nil else {
            return expect(false, "a request written again is \(again)")
        }
        expect(other.start == message.start, "the request line becomes \(other.start)")
        expect(other.body == message.body, "the body becomes another")
        expect(other.keepsAlive == message.keepsAlive, "the connection's fate becomes another")
        expect(
            other.plainFields.filter { $0.lowercasedName != "host" } == headers, "the fields become \(other.fields)")
        expect(other.values(of: "host") == [host], "Host becomes another")
    }

    // MARK: Responses

    private static func checkResponse(_ message: HTTPMessage) {
        checkHead(message)
        guard let status = Int(message.start[0]), !(100..<200 ~= status), status != 204, status != 304 else { return }
        // A value may end with what is a blank once read, and the writer's own fields come first.
        let headers = message.plainFields.filter { $0.lowercasedName != "connection" }
        var text: [UInt8] = []
        HTTP1Serializer.response(
            status: status, headers: headers.map { ($0.name, $0.value) }, body: .fixed(message.body.count),
            keepAlive: message.keepsAlive, into: &text)
        text += message.body
        let limits = HTTP1Limits(startLineBytes: 1 << 20, headBytes: 1 << 20, fieldCount: 1000)
        let again = ResponseConversation(limits: limits, bodyLimit: 1 << 20, answersHead: false).read([text])
        guard let other = again.messages.first, again.messages.count == 1, again.error == nil else {
            return expect(false, "a response written again is \(again)")
        }
        expect(other.start[0] == message.start[0] && other.body == message.body, "it becomes \(other)")
        expect(other.keepsAlive == message.keepsAlive, "the connection's fate becomes another")
        expect(
            other.plainFields.filter { $0.lowercasedName != "connection" } == headers, "the fields become others")
    }

    // MARK: Heads

    /// What two readers could understand differently must not be accepted (RFC 9112, section 11.2).
    private static func checkHead(_ message: HTTPMessage) {
        let head = message.head
        for (index, byte) in head.enumerated() {
            switch byte {
            case 0x0A: expect(index > 0 && head[index - 1] == 0x0D, "a line feed alone")
            case 0x0D: expect(index + 1 < head.count && head[index + 1] == 0x0A, "a carriage return alone")
            case 0x09: break
            default: expect(byte >= 0x20 && byte != 0x7F, "the control character \(byte)")
            }
        }
        let lines = text(head).split(separator: "\r\n", omittingEmptySubsequences: true).dropFirst()
        expect(lines.count == message.fields.count, "\(message.fields.count) fields in \(lines.count) lines")
        let lengths = message.values(of: "content-length")
        let codings = message.values(of: "transfer-encoding")
        expect(lengths.count <= 1, "two lengths")
        expect(lengths.isEmpty || codings.isEmpty, "a length and a coding")
        for length in lengths { expect(!length.isEmpty && length.allSatisfy(\.isNumber), "the length \(length)") }
        expect(message.values(of: "host").count <= 1 || message.isResponse == true, "two hosts")
        switch message.framing {
        case .chunked:
            expect(codings.count == 1 && codings[0].lowercased() == "chunked", "chunked by \(codings)")
            expect(message.minorVersion == 1, "chunks in HTTP/1.0")
        case .length(let count): expect(lengths.compactMap(Int.init) == [count], "\(count) by \(lengths)")
        case .none:
            let status = Int(message.start[0]) ?? 0
            let isBodiless = message.isResponse && (message.answersHead || status < 200 || [204, 304].contains(status))
            expect(isBodiless || lengths.isEmpty && codings.isEmpty, "no body by \(lengths) \(codings)")
        case .untilClose: expect(message.isResponse && !message.keepsAlive, "a body until the end")
        }
    }

    // MARK: Bodies

    /// Chunks that are written decode to what they were made of.
    private static func checkChunks(_ bytes: [UInt8], _ choices: inout Choices) {
        var text: [UInt8] = []
        for piece in choices.pieces(of: bytes, upTo: 50) { HTTP1Serializer.chunk(piece, into: &text) }
        HTTP1Serializer.lastChunk(into: &text)
        let end = text.count
        text += [0x41, 0x42]
        var decoder = BodyDecoder(.chunked, limit: bytes.count)
        var body: [UInt8] = []
        let used = try? decoder.decode(text.span, into: &body)
        expect(used == end && decoder.isComplete && body == bytes, "chunks become something else")
    }
}
