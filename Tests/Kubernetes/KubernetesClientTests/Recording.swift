import CoreTestKit

@testable import KubernetesClient

/// What a real API server sent, from Tests/Fixtures.
enum Recording {
    /// The bytes of a file under Tests/Fixtures.
    static func bytes(_ path: String) throws -> [UInt8] { try Fixtures.read(path) }

    /// The answer in a file of `exchange/`: the request's lines, which begin with `>`, are left out.
    static func answer(_ name: String) throws -> APIResponse {
        var lines = try bytes("exchange/\(name).http").split(separator: 0x0A, omittingEmptySubsequences: false)[...]
        while let line = lines.first, !text(line).hasPrefix("HTTP/") { lines.removeFirst() }
        guard let statusLine = lines.popFirst() else { throw EmptyRecording(path: name) }
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

/// A recording without an answer.
struct EmptyRecording: Error {
    let path: String
}
