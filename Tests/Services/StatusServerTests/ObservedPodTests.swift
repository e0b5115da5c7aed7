import Dependencies
import JSONText
import KubernetesClient
import LiveWorkloads
import Locking
import Readiness
import Testing
import WaitGraph

@testable import StatusServer

/// What is told of the pods that may ask, beside what the state keeps.
@Suite struct ObservedPodTests {
    private final class Observer: GatedPodObserving {
        private let events = Locked<[ReflectorEvent<LivePod>]>([])

        func observe(_ events: [ReflectorEvent<LivePod>]) { self.events.withLock { $0 += events } }

        func take() -> [ReflectorEvent<LivePod>] {
            events.withLock { events in
                defer { events = [] }
                return events
            }
        }
    }

    private static func ended(_ code: Int, _ message: String = "released") -> String {
        #"{"name":"k8s-wait","state":{"terminated":{"exitCode":\#(code),"message":"\#(message)"}}}"#
    }

    private static func pod(_ status: String, _ arguments: [String]? = ["for", "service/db/pg"]) throws -> ObservedPod {
        let labels = ["app": "web", "wait.k8s/gated": "true", "pod-template-hash": "x"]
        let bytes = TestObjects.pod(
            "web-x-1", uid: "u1", arguments: arguments, labels: labels, replicaSet: "web-x", status: status)
        var reader = JSONReader(bytes.span)
        return try ObservedPod(reading: &reader, repository: "")
    }

    @Test(arguments: [
        ("nothing has begun", "{}", "service/db/pg"),
        (
            "it waits", #"{"phase":"Pending","initContainerStatuses":[{"name":"k8s-wait","state":{"running":{}}}]}"#,
            "service/db/pg"
        ),
        ("it was released", #"{"initContainerStatuses":[\#(ended(0))]}"#, nil),
        ("it has ended well in another dialect", #"{"initContainerStatuses":[\#(ended(0, "done"))]}"#, nil),
        ("it has failed, and is started again", #"{"initContainerStatuses":[\#(ended(1))]}"#, "service/db/pg"),
    ])
    func podsWaitUntilTheyAreReleased(_ what: String, _ status: String, _ waits: String?) throws {
        let pod = try Self.pod(status)
        let expected = try waits.map { LivePod.Standing.waiting([try Dependency(canonical: $0)]) } ?? .past
        #expect(pod.live.standing == expected, "\(what)")
        #expect(pod.live.workload.description == "db/rs-web" && pod.live.workload.kind == .deployment)
        #expect(pod.live.labels["app"] == "web" && pod.live.labels.all.count == 1)
        #expect(!pod.live.isBeingDeleted)
    }

    @Test func whatGivesUpHoldsNothingUp() throws {
        let proceeding = ["for", "service/db/pg", "--timeout=5m", "--on-timeout=proceed"]
        #expect(try Self.pod("{}", proceeding).live.standing == .waiting([]))
        // Nor does what nobody can read: it is not known what it waits for.
        #expect(try Self.pod("{}", ["for", "nonsense"]).live.standing == .waiting([]))
        #expect(try Self.pod("{}", nil).live.standing == .past)
        #expect(try Self.pod(#"{"phase":"Failed"}"#).live.isBeingDeleted)
    }

    @Test func bothAreToldTheirPartInOrder() throws {
        let observer = Observer()
        let pod = try Self.pod("{}")
        let unreadable = DecodedObject.unreadable(
            ObjectName(namespace: "db", name: "odd"), JSONError(.wrongType, at: 0, "odd"))
        let events: [ReflectorEvent<DecodedObject>] = [
            .listing, .applied(.record(pod)), .applied(unreadable), .listed, .current, .deleted(.record(pod)),
            .deleted(unreadable), .interrupted(reason: "away"), .forbidden("no"),
        ]
        let rest = ObservedPod.part(events, with: observer)
        #expect(rest.count == events.count)
        for event in rest {
            if case .applied(.record(let record)) = event { #expect(record is GatedPod) }
            if case .deleted(.record(let record)) = event { #expect(record is GatedPod) }
        }
        let told = observer.take()
        #expect(told.count == events.count - 1)
        #expect(told.prefix(5) == [.listing, .applied(pod.live), .listed, .current, .deleted(pod.live)])
        guard case .deleted(let odd) = told[5] else {
            Issue.record("\(told[5])")
            return
        }
        #expect((odd.namespace, odd.name) == ("db", "odd"))
        #expect(told.suffix(2) == [.interrupted(reason: "away"), .forbidden("no")])
    }
}
