import Dependencies
import Readiness
import Testing

/// Endpoints that count only once they have been ready for a while, and several Services by their labels.
@Suite struct ServiceUptimeTests {
    /// The endpoints of the Service's slice, the pods behind them, and when those without a pod were first seen ready.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let endpoints: [String]
        let pods: [String]
        let firstSeen: [String: Int]
        let options: String
        let verdict: String
        let reviewAfter: Int?

        init(
            _ name: String, _ endpoints: [String], pods: [String] = [], firstSeen: [String: Int] = [:],
            with options: String = "uptime=30s", _ verdict: String, reviewAfter: Int? = nil
        ) {
            testDescription = name
            self.endpoints = endpoints
            self.pods = pods
            self.firstSeen = firstSeen
            self.options = options
            self.verdict = verdict
            self.reviewAfter = reviewAfter
        }
    }

    private static func endpoint(_ pod: String, ready: Bool = true, terminating: Bool = false) -> String {
        #"{"addresses":["10.0.0.1"],"conditions":{"ready":\#(ready),"terminating":\#(terminating)},"#
            + #""targetRef":{"kind":"Pod","uid":"\#(pod)"}}"#
    }

    private static func address(_ address: String) -> String {
        #"{"addresses":["\#(address)"],"conditions":{"ready":true}}"#
    }

    private static func pod(_ uid: String, readySince: Int?, isReady: Bool = true, metadata: String = "") -> String {
        let since = readySince.map { #","lastTransitionTime":"\#(RuleCase.time($0))""# } ?? ""
        return #"{"metadata":{"name":"p","namespace":"db",\#(metadata)"uid":"\#(uid)"},"status":{"phase":"Running","#
            + #""conditions":[{"type":"Ready","status":"\#(isReady ? "True" : "False")"\#(since)}]}}"#
    }

    static let cases = [
        Case(
            "long enough", [endpoint("a")], pods: [pod("a", readySince: -30)],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready, 1 for 30s"),
        Case(
            "one second too short", [endpoint("a")], pods: [pod("a", readySince: -29)],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s", reviewAfter: 1),
        Case(
            "one of two is enough", [endpoint("a"), endpoint("b")],
            pods: [pod("a", readySince: -29), pod("b", readySince: -300)],
            "ready(EndpointsReady): Service db/p: 2 of 2 endpoints ready, 1 for 30s"),
        Case(
            "the next one is waited for", [endpoint("a"), endpoint("b"), endpoint("c")],
            pods: [pod("a", readySince: -10), pod("b", readySince: -20), pod("c", readySince: -300)],
            with: "min=2 uptime=30s",
            "waiting(TooRecent): Service db/p: 3 of 3 endpoints ready, 1 for 30s, 2 wanted", reviewAfter: 10),
        Case(
            "min=all", [endpoint("a"), endpoint("b")],
            pods: [pod("a", readySince: -10), pod("b", readySince: -300)], with: "min=all uptime=30s",
            "waiting(TooRecent): Service db/p: 2 of 2 endpoints ready, 1 for 30s, all wanted", reviewAfter: 20),
        Case(
            "too few in any case", [endpoint("a"), endpoint("b", ready: false)],
            pods: [pod("a", readySince: -300), pod("b", readySince: -300)], with: "min=2 uptime=30s",
            "waiting(EndpointsNotReady): Service db/p: 1 of 2 endpoints ready, 1 for 30s, 2 wanted"),
        Case(
            "none ready", [endpoint("a", ready: false)], pods: [pod("a", readySince: -300)],
            "waiting(EndpointsNotReady): Service db/p: 0 of 1 endpoints ready"),
        Case(
            "the pod is not Ready any more", [endpoint("a")], pods: [pod("a", readySince: -300, isReady: false)],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s"),
        Case(
            "the pod is being deleted", [endpoint("a")],
            pods: [pod("a", readySince: -300, metadata: #""deletionTimestamp":"2026-11-21T12:00:00Z","#)],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s"),
        Case(
            "the pod does not say since when", [endpoint("a")], pods: [pod("a", readySince: nil)],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s"),
        Case(
            "the endpoint of a pod that nobody knows, seen now for the first time", [endpoint("a")],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s", reviewAfter: 30),
        Case(
            "without targetRef, from the first sight", [address("10.0.0.7")], firstSeen: ["10.0.0.7": -10],
            "waiting(TooRecent): Service db/p: 1 of 1 endpoints ready, 0 for 30s", reviewAfter: 20),
        Case(
            "without targetRef, seen long enough", [address("10.0.0.7")], firstSeen: ["10.0.0.7": -30],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready, 1 for 30s"),
        Case(
            "uptime=0 asks nobody", [endpoint("a")], with: "uptime=0s",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "min=0 asks for no endpoints", [endpoint("a")], with: "min=0",
            "ready(Exists): Service db/p exists, and min=0 asks no more"),
    ]

    @Test(arguments: cases)
    func judges(_ item: Case) throws {
        let service = try Records.service(
            #"{"metadata":{"namespace":"db","name":"p"},"spec":{"selector":{"app":"p"}}}"#)
        let slice = try Records.slice(
            of: "p", number: 0, #""ports":[],"endpoints":[\#(item.endpoints.joined(separator: ","))]"#)
        let pods = try item.pods.map { try Records.pod($0) }
        let judgement = ServiceRule.judge(
            try Dependency(canonical: "service/db/p \(item.options)"), services: [service], slices: [slice],
            pods: { uid in pods.first { $0.uid == uid } },
            firstSeenReady: { identity in
                guard case .address(let address) = identity else { return nil }
                return item.firstSeen[address].map { RuleCase.began.adding(seconds: $0) }
            }, context: RuleCase("", [], "", "").context)
        #expect(judgement.verdict.description == item.verdict)
        #expect(judgement.reviewAt == item.reviewAfter.map { RuleCase.began.adding(seconds: $0) })
    }

    @Test(arguments: [
        (["a", "b"], ["a", "b"], "ready(EndpointsReady): Service db/(app=p): 2 of 2 ready"),
        (
            ["a", "b"], ["a"],
            "waiting(NoEndpoints): Service db/(app=p): 1 of 2 ready; one of them has no endpoints: "
                + "no pod that its selector matches has an address yet; is the workload scaled to 0?"
        ),
        ([], ["a"], "waiting(NotFound): no Service in db matches (app=p)"),
    ])
    func eachOfSeveralMustBeReady(names: [String], served: [String], verdict: String) throws {
        let services = try names.map {
            try Records.service(
                #"{"metadata":{"namespace":"db","name":"\#($0)"},"spec":{"selector":{"app":"p"}}}"#)
        }
        let slices = try served.enumerated().map { number, name in
            try Records.slice(of: name, number: number, #""ports":[],"endpoints":[\#(Self.endpoint(name))]"#)
        }
        let judgement = ServiceRule.judge(
            try Dependency(canonical: "service/db/(app=p)"), services: services, slices: slices,
            context: RuleCase("", [], "", "").context)
        #expect(judgement.verdict.description == verdict)
    }
}
