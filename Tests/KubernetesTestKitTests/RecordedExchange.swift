import KubernetesTestKit

/// One recorded request with its answer, from Tests/Fixtures/exchange.
struct RecordedExchange {
    let request: APIRequest
    let status: Int
    let headers: [String: String]
    let body: [UInt8]

    /// The exchange in a file, sent by `user`.
    init(_ name: String, user: UserInfo = .admin) throws {
        let recorded = String(decoding: try Fixture.bytes("exchange/\(name).http"), as: UTF8.self)
        let text = recorded.replacing("\r\n", with: "\n")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let answer = lines.firstIndex { $0.hasPrefix("HTTP/") } ?? 0
        let first = lines[0].split(separator: " ").map(String.init)
        var fields: [String: String] = [:]
        for line in lines[1..<answer] where line.hasPrefix("> ") && line.contains(": ") {
            let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1)
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let sent = lines[1..<answer].filter { !$0.hasPrefix(">") }.joined(separator: "\n")
        request = APIRequest(
            first[1], first[2], body: Array(sent.utf8), contentType: fields["content-type"] ?? "",
            accept: fields["accept"] ?? "*/*", userAgent: "curl/8", user: user)
        status = Int(lines[answer].split(separator: " ")[1]) ?? 0
        var headers: [String: String] = [:]
        let blank = lines[answer...].firstIndex(of: "") ?? lines.count
        for line in lines[answer + 1..<blank] {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[String(parts[0])] = String(parts[1].drop { $0 == " " })
        }
        self.headers = headers
        body = Array(lines[(blank + 1)...].joined(separator: "\n").utf8)
    }

    /// A body with everything taken out that differs from one API server to the next.
    static func comparable(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(comparable))
        case .object(let object):
            var result = JSONObject(object.map { ($0.key, comparable($0.value)) })
            for key in ["managedFields", "uid", "creationTimestamp", "storageVersionHash"] { result[key] = nil }
            if result["generateName"] != nil { result["name"] = nil }
            return .object(result)
        default: return value
        }
    }

    /// The paths at which two trees differ.
    static func differences(_ left: JSONValue, _ right: JSONValue, at path: String = "") -> [String] {
        switch (left, right) {
        case (.object(let ours), .object(let theirs)):
            return Set(ours.keys + theirs.keys).sorted().flatMap { key -> [String] in
                guard let our = ours[key] else { return ["\(path)/\(key) is missing"] }
                guard let their = theirs[key] else { return ["\(path)/\(key) is too much"] }
                return differences(our, their, at: "\(path)/\(key)")
            }
        case (.array(let ours), .array(let theirs)) where ours.count == theirs.count:
            return zip(ours, theirs).enumerated().flatMap { differences($1.0, $1.1, at: "\(path)/\($0)") }
        default:
            return left == right ? [] : ["\(path) is \(left.text.prefix(100)), not \(right.text.prefix(100))"]
        }
    }
}
