import Locking

@testable import KubernetesClient

/// An API server's discovery, by path, without a network; whatever is not set is a 404.
final class DiscoveryTransport: APITransport {
    private struct State {
        var answers: [String: ScriptedTransport.Answer] = [:]
        var requests: [APIRequest] = []
        var held: [@Sendable () -> Void]?
    }

    private let state = Locked(State())

    /// Everything is a 404.
    init() {}

    /// The recorded server: the groups that were recorded, and the others without resources.
    static func recorded() throws -> DiscoveryTransport {
        let transport = DiscoveryTransport()
        transport["/api"] = .init(body: Array(#"{"kind":"APIVersions","versions":["v1"]}"#.utf8))
        let groups = try Recording.answer("discovery-apis").body
        transport["/apis"] = .init(body: groups)
        for version in try PlainDiscovery.groupVersions(groups.span) {
            transport["/apis/\(version.groupVersion)"] = .init(body: resources())
        }
        for (path, name) in [
            ("/api/v1", "discovery-core"), ("/apis/apps/v1", "discovery-apps"),
            ("/apis/stable.example.com/v1", "discovery-crd"),
        ] {
            transport[path] = .init(body: try Recording.answer(name).body)
        }
        return transport
    }

    /// An `APIResourceList` of namespaced kinds, each of these names its plural; the kind is the name without its s.
    static func resources(_ plurals: String..., verbs: String = #""list","watch""#) -> [UInt8] {
        let items = plurals.map { plural in
            let kind = plural.prefix(1).uppercased() + plural.dropFirst().dropLast()
            return """
                {"name":"\(plural)","singularName":"","namespaced":true,"kind":"\(kind)","verbs":[\(verbs)],\
                "shortNames":["\(plural.prefix(2))"]}
                """
        }
        return Array(#"{"kind":"APIResourceList","resources":[\#(items.joined(separator: ","))]}"#.utf8)
    }

    /// What a path is answered with.
    subscript(path: String) -> ScriptedTransport.Answer? {
        get { state.withLock { $0.answers[path] } }
        set { state.withLock { $0.answers[path] = newValue } }
    }

    /// What was asked, in order.
    var requests: [APIRequest] { state.withLock { $0.requests } }

    /// How often discovery was begun.
    var looks: Int { requests.count { $0.path == "/api" } }

    /// From now on no request is answered until `release`.
    func hold() { state.withLock { $0.held = [] } }

    /// Answers those that are held.
    func release() {
        let held = state.withLock { state in
            defer { state.held = nil }
            return state.held ?? []
        }
        for answer in held { answer() }
    }

    func open(_ request: APIRequest) -> APIStream {
        let pipe = StreamPipe { _ in }
        let answer = state.withLock { state -> ScriptedTransport.Answer? in
            state.requests.append(request)
            let answer = state.answers[request.path] ?? .init(status: 404)
            guard state.held != nil else { return answer }
            state.held?.append { Self.write(answer, to: pipe) }
            return nil
        }
        if let answer { Self.write(answer, to: pipe) }
        return APIStream(pipe)
    }

    private static func write(_ answer: ScriptedTransport.Answer, to pipe: StreamPipe) {
        pipe.write(APIResponseHead(status: answer.status, fields: answer.fields))
        if !answer.body.isEmpty { _ = answer.body.withUnsafeBufferPointer { pipe.write($0) } }
        pipe.finish(answer.failure.map { .failure($0) } ?? .success(()))
    }
}
