extension HostileRequest {
    /// Requests of which one part is larger than the webhook's port allows by default.
    package static let oversized: [HostileRequest] = [
        HostileRequest("a target of 9 kB", "GET /\(text(9_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        HostileRequest("a method of 100 kB", text(100_000), 414),
        HostileRequest("a query of 1 MB", "POST /mutate?\(text(1_000_000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        HostileRequest("a field of 20 kB", "\(start)X-A: \(text(20_000))\r\n\r\n", 431),
        HostileRequest("a field's name of 20 kB", "\(start)\(text(20_000)): a\r\n\r\n", 431),
        HostileRequest("a field that does not end", "\(start)X-A: \(text(1_000_000))", 431),
        HostileRequest("200 fields", "\(start)\(fields(200))\r\n", 431),
        HostileRequest("100,000 fields", "\(start)\(fields(100_000))\r\n", 431),
        HostileRequest("a length of 100 MB", "\(start)Content-Length: 100000000\r\n\r\n", 413),
        HostileRequest(
            "a body of 8 MiB", Array("\(start)Content-Length: 8388608\r\n\r\n".utf8) + blanks(8_388_608), 413),
        HostileRequest("a chunk of 2^62", "\(chunked)4000000000000000\r\n{", 413),
        HostileRequest("a chunk of 8 MiB", Array("\(chunked)800000\r\n".utf8) + blanks(8_388_608), 413),
        HostileRequest(
            "chunks of 8 MiB together",
            Array(chunked.utf8)
                + Array((0..<128).map { _ in Array("10000\r\n".utf8) + blanks(65_536) + [13, 10] }.joined()),
            413),
        HostileRequest("a chunk extension of 100 kB", "\(chunked)2;\(text(100_000))\r\n{}\r\n0\r\n\r\n", 400),
        HostileRequest(
            "20,000 chunk extensions of 200 bytes",
            chunked + String(repeating: "1;\(text(200))\r\n \r\n", count: 20_000) + "0\r\n\r\n", 400),
        HostileRequest(
            "a chunk size of 10,000 zeros", "\(chunked)\(String(repeating: "0", count: 10_000))2\r\n{}\r\n0\r\n\r\n",
            400),
        HostileRequest("a trailer of 100 kB", "\(chunked)2\r\n{}\r\n0\r\nX-A: \(text(100_000))\r\n\r\n", 431),
        HostileRequest("100,000 trailers", "\(chunked)2\r\n{}\r\n0\r\n\(fields(100_000))\r\n", 431),
    ]

    private static let start = "POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    private static let chunked = start + "Transfer-Encoding: chunked\r\n\r\n"

    private static func text(_ count: Int) -> String { String(repeating: "a", count: count) }

    private static func blanks(_ count: Int) -> [UInt8] { Array(repeating: 0x20, count: count) }

    private static func fields(_ count: Int) -> String { (0..<count).map { "X-\($0): a\r\n" }.joined() }
}
