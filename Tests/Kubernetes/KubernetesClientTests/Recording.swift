import Glibc

@testable import KubernetesClient

/// What a real API server sent, from Tests/Fixtures.
enum Recording {
    /// The bytes of a file under Tests/Fixtures.
    static func bytes(_ path: String) throws -> [UInt8] {
        let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        guard let file = fopen("/\(folder)/Fixtures/\(path)", "r") else { throw MissingRecording(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// The answer in a file of `exchange/`: the request's lines, which begin with `>`, are left out.
    static func answer(_ name: String) throws -> APIResponse {
        var lines = try bytes("exchange/\(name).http").split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        while let line = lines.first, !text(line).hasPrefix("HTTP/") { lines.removeFirst() }
        guard let statusLine = lines.popFirst() else { throw MissingRecording(path: name) }
        var head = APIResponseHead(
            status: text(statusLine).split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        while let line = lines.popFirst(), !text(line).isEmpty {
            let parts = text(line).split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            head.fields.append(
                APIResponseHead.Field(name: String(parts[0]), value: String(parts[1].drop { $0 == " " })))
        }
        return APIResponse(head: head, body: Array(lines.joined(separator: [0x0A])))
    }

    private static func text(_ line: ArraySlice<UInt8>) -> String {
        String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
}

/// A recording that is not where it should be.
struct MissingRecording: Error {
    let path: String
}
