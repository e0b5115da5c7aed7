import Locking
import Testing

@testable import KubernetesClient

@Suite("Discovery")
struct DiscoveryTests {
    /// Discovery over a transport, with a clock that the test moves.
    private final class World: Sendable {
        let transport: DiscoveryTransport
        let discovery: Discovery
        private let time: SharedTime

        init(_ transport: DiscoveryTransport, settings: DiscoverySettings = DiscoverySettings()) {
            let time = SharedTime()
            self.time = time
            self.transport = transport
            discovery = Discovery(
                client: KubernetesClient(transport: transport), settings: settings,
                clock: MonotonicClock(now: { time.now }, sleep: { _ in }), seed: 1)
        }

        func pass(_ duration: Duration) { time.pass(duration) }

        /// `found`, `notFound`, or the reason of a failure.
        func outcome(_ name: String) async -> String {
            switch await discovery.resolve(name) {
            case .found(let type): "\(type)"
            case .notFound: "not found"
            case .failed(let why): why
            }
        }
    }

    private final class SharedTime: Sendable {
        private let time = Locked(Duration.zero)
        var now: Duration { time.withLock { $0 } }
        func pass(_ duration: Duration) { time.withLock { $0 += duration } }
    }

    private static func group(_ names: String...) -> [UInt8] {
        let groups = names.map { name in
            """
            {"name":"\(name)","versions":[{"groupVersion":"\(name)/v1","version":"v1"}],\
            "preferredVersion":{"groupVersion":"\(name)/v1","version":"v1"}}
            """
        }
        return Array(#"{"kind":"APIGroupList","groups":[\#(groups.joined(separator: ","))]}"#.utf8)
    }

    @Test("reads a recorded server, once for all names")
    func reads() async throws {
        let world = World(try .recorded())
        #expect(await world.outcome("deploy") == "deployments.apps")
        #expect(await world.outcome("foo.stable.example.com") == "foos.stable.example.com")
        #expect(await world.outcome("po") == "pods")
        let paths = world.transport.requests.map(\.path)
        // The roots, one version of the core group, and 22 of the others.
        #expect(paths.count == 25 && Set(paths).count == 25)
        #expect(paths.contains("/api/v1") && paths.contains("/apis/autoscaling/v1"))
        #expect(
            world.transport.requests.allSatisfy { $0.accept.hasPrefix("application/json;g=apidiscovery.k8s.io;v=v2;") })
    }

    @Test("reads the aggregated form in two requests")
    func aggregated() async {
        let transport = DiscoveryTransport()
        for (path, group, plural) in [("/api", "", "pods"), ("/apis", "a.io", "certs")] {
            transport[path] = .init(
                fields: [
                    .init(
                        name: "Content-Type",
                        value: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")
                ],
                body: Array(
                    """
                    {"items":[{"metadata":{"name":"\(group)"},"versions":[{"version":"v1","resources":[
                    {"resource":"\(plural)","responseKind":{"kind":"X"},"scope":"Namespaced","singularResource":"x",
                    "verbs":["list","watch"]}]}]}]}
                    """.utf8))
        }
        let world = World(transport)
        #expect(await world.outcome("certs.a.io") == "certs.a.io")
        #expect(await world.outcome("x") == "pods")
        #expect(transport.requests.map(\.path) == ["/api", "/apis"])
    }

    @Test("a name that is not known is looked for again, with growing pauses; a change makes it soon")
    func looksAgain() async throws {
        let world = World(try .recorded())
        #expect(await world.outcome("bars") == "not found")
        for _ in 0..<10 { #expect(await world.outcome("bars") == "not found") }
        #expect(world.transport.looks == 1)
        world.pass(.seconds(2))
        #expect(await world.outcome("bars") == "not found")
        #expect(world.transport.looks == 2)
        for _ in 0..<30 {
            world.pass(.seconds(2))
            #expect(await world.outcome("bars") == "not found")
        }
        // A minute of questions; the pauses double from 2 s.
        #expect((4...7).contains(world.transport.looks))
        let looks = world.transport.looks

        world.transport["/apis/stable.example.com/v1"] = .init(body: DiscoveryTransport.resources("foos", "bars"))
        await world.discovery.expectChange()
        world.pass(.seconds(2))
        #expect(await world.outcome("bars") == "bars.stable.example.com")
        #expect(world.transport.looks == looks + 1)
    }

    @Test("changes cannot make it ask more often than the shortest pause allows")
    func changeStorm() async throws {
        let world = World(try .recorded())
        for _ in 0..<20 {
            await world.discovery.expectChange()
            #expect(await world.outcome("bars") == "not found")
            world.pass(.milliseconds(500))
        }
        #expect(world.transport.looks == 5)
    }

    @Test("questions at the same time share one look")
    func shared() async throws {
        let transport = try DiscoveryTransport.recorded()
        transport.hold()
        let world = World(transport)
        let answers = await withTaskGroup(of: String.self) { group in
            for index in 0..<20 { group.addTask { await world.outcome(index.isMultiple(of: 2) ? "po" : "bars") } }
            while transport.looks == 0 { await Task.yield() }
            transport.release()
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers == ["pods", "not found"])
        #expect(transport.looks == 1)
    }

    @Test("a group that cannot be read leaves the others, and is not denied")
    func brokenGroup() async {
        let transport = DiscoveryTransport()
        transport["/api"] = .init(body: Array(#"{"versions":["v1"]}"#.utf8))
        transport["/api/v1"] = .init(body: DiscoveryTransport.resources("pods"))
        transport["/apis"] = .init(body: Self.group("metrics.k8s.io", "a.io", "b.io"))
        transport["/apis/metrics.k8s.io/v1"] = .init(status: 503, body: Array("service unavailable".utf8))
        transport["/apis/a.io/v1"] = .init(body: DiscoveryTransport.resources("certs"))
        transport["/apis/b.io/v1"] = .init(body: Array("{".utf8))
        let world = World(transport)
        #expect(await world.outcome("certs") == "certs.a.io")
        #expect(await world.outcome("po") == "pods")
        #expect(await world.outcome("dogs.a.io") == "not found")
        #expect(await world.outcome("nodes").contains("the kinds of metrics.k8s.io/v1 are not known: cannot read"))
        #expect(await world.outcome("cats.b").contains("the kinds of b.io/v1 are not known"))

        transport["/apis/metrics.k8s.io/v1"] = .init(body: DiscoveryTransport.resources("nodes"))
        transport["/apis/a.io/v1"] = .init(status: 500)
        world.pass(.seconds(2))
        #expect(await world.outcome("nodes") == "nodes.metrics.k8s.io")
        #expect(await world.outcome("certs") == "certs.a.io")
    }

    @Test(
        "while the API server cannot be asked, names that are known stay, and others are not denied",
        arguments: [
            ScriptedTransport.Answer(status: 503), .init(status: 403), .init(body: Array("<html>".utf8)),
            .init(failure: KubernetesError(.connection, "refused")),
            .init(body: [UInt8](repeating: UInt8(ascii: " "), count: 5_000)),
        ])
    func unreachable(answer: ScriptedTransport.Answer) async throws {
        let transport = try DiscoveryTransport.recorded()
        let apis = transport["/apis"]
        transport["/apis"] = answer
        var settings = DiscoverySettings()
        settings.documentByteLimit = answer.body.count > 1_000 ? 4_000 : 1 << 20
        let world = World(transport, settings: settings)
        #expect(await world.outcome("pods").contains("what the API server serves is not known"))
        #expect(await world.outcome("pods").contains("what the API server serves is not known"))
        #expect(transport.looks == 1)

        guard settings.documentByteLimit == 1 << 20 else { return }
        transport["/apis"] = apis
        world.pass(.seconds(2))
        #expect(await world.outcome("pods") == "pods")
        transport["/apis"] = answer
        world.pass(.seconds(700))
        #expect(await world.outcome("pods") == "pods")
        #expect(await world.outcome("bars").contains("what the API server serves is not known"))
        #expect(await world.outcome("pods") == "pods")
    }

    @Test("more groups or kinds than the limits allow are refused")
    func limits() async {
        let transport = DiscoveryTransport()
        transport["/api"] = .init(body: Array(#"{"versions":["v1"]}"#.utf8))
        transport["/api/v1"] = .init(body: DiscoveryTransport.resources("pods", "cats"))
        transport["/apis"] = .init(body: Self.group("a.io", "b.io"))
        for group in ["a", "b"] {
            transport["/apis/\(group).io/v1"] = .init(body: DiscoveryTransport.resources("dogs"))
        }
        for (versions, kinds, isEnough) in [(2, 4, true), (1, 4, false), (2, 3, false)] {
            var settings = DiscoverySettings()
            settings.versionLimit = versions
            settings.kindLimit = kinds
            let outcome = await World(transport, settings: settings).outcome("dogs")
            #expect(isEnough ? outcome == "dogs.a.io" : outcome.contains("more than"), "\(versions) \(kinds)")
        }
    }

    @Test("what is known is looked for again after a while, without making anybody wait")
    func refreshesWhatIsOld() async throws {
        let world = World(try .recorded())
        #expect(await world.outcome("foos") == "foos.stable.example.com")
        world.transport["/apis/stable.example.com/v1"] = .init(status: 200, body: DiscoveryTransport.resources())
        world.pass(.seconds(599))
        #expect(await world.outcome("foos") == "foos.stable.example.com")
        #expect(world.transport.looks == 1)
        world.pass(.seconds(1))
        #expect(await world.outcome("foos") == "foos.stable.example.com")
        while await world.outcome("foos") != "not found" { await Task.yield() }
        #expect(world.transport.looks == 2)
    }
}
