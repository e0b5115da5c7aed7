extension HostileRequest {
    /// Requests whose end two readers could see in different places (RFC 9112, 11.2): refused, and what follows is not read.
    package static let smuggling: [HostileRequest] = [
        smuggled("both lengths", "Content-Length: 6\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        smuggled("both lengths, the other way round", "Transfer-Encoding: chunked\r\nContent-Length: 6", "0\r\n\r\n"),
        smuggled("two lengths", "Content-Length: 2\r\nContent-Length: 7", "{}"),
        smuggled("two equal lengths", "Content-Length: 2\r\nContent-Length: 2", "{}"),
        smuggled("a list of lengths", "Content-Length: 2, 2", "{}"),
        smuggled("a signed length", "Content-Length: +2", "{}"),
        smuggled("a hexadecimal length", "Content-Length: 0x2", "{}"),
        smuggled("an endless length", "Content-Length: 18446744073709551618", "{}"),
        smuggled("a length with a blank before the colon", "Content-Length : 2", "{}"),
        smuggled("a length with a bare CR", "Content-Length: 2\r", "{}"),
        smuggled("a folded length", "Content-Length:\r\n 2", "{}"),
        smuggled("a field ended by a bare LF", "X-A: b\nContent-Length: 2", "{}"),
        smuggled("a coding with a blank before the colon", "Transfer-Encoding : chunked", "0\r\n\r\n"),
        smuggled("a folded coding", "Transfer-Encoding:\r\n chunked", "0\r\n\r\n"),
        smuggled("a coding after a vertical tab", "Transfer-Encoding: \u{B}chunked", "0\r\n\r\n"),
        smuggled("chunked twice", "Transfer-Encoding: chunked, chunked", "0\r\n\r\n"),
        smuggled("chunked in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
        smuggled("chunked before identity", "Transfer-Encoding: chunked, identity", "0\r\n\r\n"),
        smuggled("a misspelt coding", "Transfer-Encoding: xchunked", "0\r\n\r\n"),
        smuggled("another coding", "Transfer-Encoding: gzip, chunked", "0\r\n\r\n", 501),
        smuggled("a chunk size with a sign", "Transfer-Encoding: chunked", "+2\r\n{}\r\n0\r\n\r\n"),
        smuggled("a chunk size with 0x", "Transfer-Encoding: chunked", "0x2\r\n{}\r\n0\r\n\r\n"),
        smuggled("a chunk size that wraps", "Transfer-Encoding: chunked", "10000000000000002\r\n{}\r\n0\r\n\r\n"),
        smuggled("a chunk size ended by a bare LF", "Transfer-Encoding: chunked", "2\n{}\r\n0\r\n\r\n"),
        smuggled("a bare LF in a chunk extension", "Transfer-Encoding: chunked", "2;a\n{}\r\n0\r\n\r\n"),
        smuggled("a chunk longer than its size", "Transfer-Encoding: chunked", "2\r\n{}x\r\n0\r\n\r\n"),
        smuggled("a chunk ended by a bare LF", "Transfer-Encoding: chunked", "2\r\n{}\n0\r\n\r\n"),
        smuggled("a folded trailer", "Transfer-Encoding: chunked", "2\r\n{}\r\n0\r\nA: b\r\n c\r\n\r\n"),
        HostileRequest(
            "chunked in HTTP/1.0", "POST /mutate HTTP/1.0\r\n\(type)Transfer-Encoding: chunked\r\n\r\n\(next)", 400),
        HostileRequest("bare LFs only", "POST /mutate HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}\(next)", 400),
        HostileRequest("two Hosts", "POST /mutate HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n\(next)", 400),
        HostileRequest(
            "a blank before the first field", "GET /mutate HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n\(next)", 400),
        HostileRequest(
            "a body that nobody reads", "GET /other HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n\(next)", 404),
    ]

    private static let type = "Content-Type: application/json\r\n"
    /// What a reader that sees the end too early would take for a request.
    private static let next = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func smuggled(_ name: String, _ fields: String, _ body: String, _ status: Int = 400)
        -> HostileRequest
    {
        HostileRequest(name, "POST /mutate HTTP/1.1\r\nHost: a\r\n\(type)\(fields)\r\n\r\n\(body)\(next)", status)
    }
}
