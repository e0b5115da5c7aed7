import KubernetesClient
import Locking
import StatusAPI
import Testing

@testable import StatusServer

/// What an observer of the waits is told.
@Suite struct ObservingTests {
    private final class Observer: WaitObserving {
        private let lines = Locked<[String]>([])

        func observe(_ steps: [WaitStep]) {
            let told = steps.map { step in
                let who = "\(step.subject.pod)/\(step.subject.container) \(step.subject.uid)"
                return switch step.kind {
                case .began: "\(who) began \(step.subject.judgedCount) \(step.subject.probes)"
                case .verdict(let index, let line):
                    "\(who) \(index) \(line.status.state.rawValue) \(line.status.reason)"
                case .ended(let end): "\(who) \(end.label)"
                }
            }
            lines.withLock { $0 += told }
        }

        func take() -> [String] {
            lines.withLock { lines in
                defer { lines = [] }
                return lines
            }
        }
    }

    private static let who = "db/web/k8s-wait u1"

    @Test func aWaitFromItsBeginningToItsRelease() async throws {
        let observer = Observer()
        try await TestState.with(observer: observer) { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let (_, mailbox) = try await server.ask("web", uid: "u1")
            _ = try await mailbox.lines()
            #expect(observer.take() == ["\(Self.who) began 1 []", "\(Self.who) 0 unknown CacheNotSynced"])
            await server.source.list(.services, TestObjects.service("pg"))
            await server.source.list(.endpointSlices)
            #expect(observer.take() == ["\(Self.who) 0 waiting NoEndpoints"])
            await server.source.tell(.endpointSlices, .applied(TestObjects.slice("pg-1", of: "pg", ready: 1)[...]))
            #expect(observer.take() == ["\(Self.who) 0 ready EndpointsReady", "\(Self.who) released"])
        }
    }

    @Test func aStreamThatTakesAnothersPlaceAndOneThatLeaves() async throws {
        let observer = Observer()
        try await TestState.with(observer: observer) { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            _ = try await server.ask("web", uid: "u1")
            let (id, _) = try await server.ask("web", uid: "u1")
            await server.state.leave(try #require(id))
            let lines = observer.take().filter { !$0.contains("CacheNotSynced") }
            #expect(
                lines.map { $0.dropFirst(Self.who.count + 1) }.sorted() == [
                    "began 1 []", "began 1 []", "left", "replaced",
                ])
            #expect(lines.last == "\(Self.who) left")
        }
    }

    @Test func aReportWithAndWithoutAStream() async throws {
        let observer = Observer()
        try await TestState.with(observer: observer) { server in
            let pod = TestObjects.pod("web", uid: "u1", arguments: ["for", "tcp/db:5432", "service/db/pg"])
            await server.source.list(.gatedPods, pod)
            let request = WaitRequest(namespace: "db", pod: "web", uid: "u1")
            _ = await server.state.report(WaitReport(request, outcome: .proceeded))
            #expect(observer.take() == ["\(Self.who) proceeded"])
            _ = try await server.ask("web", uid: "u1")
            #expect(observer.take().first == "\(Self.who) began 1 [\"TCP address db:5432\"]")
            _ = await server.state.report(WaitReport(request, outcome: .released))
            #expect(observer.take() == ["\(Self.who) released"])
        }
    }

    @Test func strangersAreNotToldOf() async throws {
        let observer = Observer()
        try await TestState.with(observer: observer) { server in
            await server.source.list(.gatedPods, TestObjects.pod("web", uid: "u1"))
            let (id, _) = try await server.ask("other", uid: "u9")
            await server.state.leave(try #require(id))
            _ = await server.state.report(
                WaitReport(WaitRequest(namespace: "db", pod: "web", uid: "u2"), outcome: .released))
            #expect(observer.take() == [])
        }
    }
}
