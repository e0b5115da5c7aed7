import Dependencies
import Readiness
import Testing

@Suite struct ServiceRuleTests {
    /// A Service's spec, what its slices hold, the dependency's options, and what must come out.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let spec: String
        let slices: [String]
        let options: String
        let verdict: String

        init(_ name: String, _ spec: String, _ slices: [String], with options: String = "", _ verdict: String) {
            testDescription = name
            self.spec = spec
            self.slices = slices
            self.options = options
            self.verdict = verdict
        }
    }

    private static let began = Timestamp(seconds: 1_000)
    private static let selected = #"{"selector":{"app":"p"},"ports":[{"port":5432,"targetPort":5432}]}"#
    private static let handWritten = #"{"ports":[{"port":5432}]}"#
    private static let twoPorts =
        #"{"selector":{"app":"p"},"ports":[{"name":"web","port":80,"targetPort":8080},"#
        + #"{"name":"admin","port":8080,"targetPort":9090}]}"#

    private static let ready = #""ready":true,"serving":true,"terminating":false"#
    private static let notReady = #""ready":false,"serving":false,"terminating":false"#
    private static let leaving = #""ready":false,"serving":true,"terminating":true"#

    /// A slice of one unnamed port with these endpoints.
    private static func slice(_ endpoints: String..., port: String = #"{"name":"","port":5432}"#) -> String {
        #""ports":[\#(port)],"endpoints":[\#(endpoints.joined(separator: ","))]"#
    }

    private static func pod(_ uid: String, _ conditions: String, _ address: String = "10.0.0.1") -> String {
        #"{"addresses":["\#(address)"],"conditions":{\#(conditions)},"targetRef":{"kind":"Pod","uid":"\#(uid)"}}"#
    }

    private static func address(_ address: String, _ conditions: String) -> String {
        #"{"addresses":["\#(address)"],"conditions":{\#(conditions)}}"#
    }

    private static let noPods =
        "has no endpoints: no pod that its selector matches has an address yet; is the workload scaled to 0?"

    static let counting = [
        Case(
            "one of two", selected, [slice(pod("a", ready), pod("b", notReady))],
            "ready(EndpointsReady): Service db/p: 1 of 2 endpoints ready"),
        Case(
            "none of two", selected, [slice(pod("a", notReady), pod("b", notReady))],
            "waiting(EndpointsNotReady): Service db/p: 0 of 2 endpoints ready"),
        Case("no slice", selected, [], "waiting(NoEndpoints): Service db/p \(noPods)"),
        Case(
            "null lists, as a Service scaled to 0 has", selected, [#""endpoints":null,"ports":null"#],
            "waiting(NoEndpoints): Service db/p \(noPods)"),
        Case(
            "fewer than min", selected, [slice(pod("a", ready))], with: "min=2",
            "waiting(EndpointsNotReady): Service db/p: 1 of 1 endpoints ready, 2 wanted"),
        Case(
            "min met across slices", selected, [slice(pod("a", ready)), slice(pod("b", ready))], with: "min=2",
            "ready(EndpointsReady): Service db/p: 2 of 2 endpoints ready"),
        Case(
            "min=all with one missing", selected, [slice(pod("a", ready), pod("b", notReady))], with: "min=all",
            "waiting(EndpointsNotReady): Service db/p: 1 of 2 endpoints ready, all wanted"),
        Case(
            "min=all met", selected, [slice(pod("a", ready), pod("b", ready))], with: "min=all",
            "ready(EndpointsReady): Service db/p: 2 of 2 endpoints ready"),
        Case(
            "min=all of none", selected, [slice()], with: "min=all",
            "waiting(NoEndpoints): Service db/p \(noPods)"),
        Case(
            "min=0 of none", selected, [], with: "min=0",
            "ready(Exists): Service db/p exists, and min=0 asks no more"),
        Case(
            "min=0 with a port that nothing serves", selected, [], with: "port=1 min=0",
            "ready(Exists): Service db/p exists, and min=0 asks no more"),
    ]

    static let conditions = [
        Case(
            "nothing said counts as ready", selected, [slice(pod("a", ""))],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "null conditions", selected,
            [slice(#"{"addresses":["10.0.0.1"],"conditions":{"ready":null,"serving":null,"terminating":null}}"#)],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "ready decides where serving is not said", selected, [slice(pod("a", #""ready":false"#))],
            "waiting(EndpointsNotReady): Service db/p: 0 of 1 endpoints ready"),
        Case(
            "serving decides under publishNotReadyAddresses, which forces ready",
            #"{"selector":{"app":"p"},"publishNotReadyAddresses":true,"ports":[{"port":5432}]}"#,
            [slice(pod("a", #""ready":true,"serving":false,"terminating":false"#))],
            "waiting(EndpointsNotReady): Service db/p: 0 of 1 endpoints ready"),
        Case(
            "terminating under publishNotReadyAddresses", #"{"selector":{"app":"p"},"publishNotReadyAddresses":true}"#,
            [slice(pod("a", #""ready":true,"serving":true,"terminating":true"#))],
            "waiting(NoEndpoints): Service db/p has no endpoints: the only one is terminating"),
        Case(
            "one terminating", selected, [slice(pod("a", leaving))],
            "waiting(NoEndpoints): Service db/p has no endpoints: the only one is terminating"),
        Case(
            "several terminating", selected, [slice(pod("a", leaving), pod("b", leaving))],
            "waiting(NoEndpoints): Service db/p has no endpoints: all 2 are terminating"),
        Case(
            "min=all does not wait for what is terminating", selected,
            [slice(pod("a", ready), pod("b", leaving))],
            with: "min=all", "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
    ]

    static let identities = [
        Case(
            "dual stack counts once", selected,
            [slice(pod("a", ready, "10.0.0.1")), slice(pod("a", ready, "fd00::1"))], with: "min=2",
            "waiting(EndpointsNotReady): Service db/p: 1 of 1 endpoints ready, 2 wanted"),
        Case(
            "slices of one endpoint that disagree: not yet", selected,
            [slice(pod("a", ready, "10.0.0.1")), slice(pod("a", notReady, "fd00::1"))],
            "waiting(EndpointsNotReady): Service db/p: 0 of 1 endpoints ready"),
        Case(
            "terminating in one slice is terminating", selected,
            [slice(pod("a", ready, "10.0.0.1")), slice(pod("a", leaving, "fd00::1"))],
            "waiting(NoEndpoints): Service db/p has no endpoints: the only one is terminating"),
        Case(
            "addresses tell endpoints without targetRef apart", handWritten,
            [slice(address("192.0.2.1", ready), address("192.0.2.2", ready)), slice(address("192.0.2.1", ready))],
            with: "min=3", "waiting(EndpointsNotReady): Service db/p: 2 of 2 endpoints ready, 3 wanted"),
    ]

    static let kinds = [
        Case(
            "no selector and no slice", handWritten, [],
            "waiting(NoEndpoints): Service db/p has no endpoints: it has no selector, "
                + "so an EndpointSlice with the label kubernetes.io/service-name must name them"),
        Case(
            "an empty selector is none", #"{"selector":{}}"#, [],
            "waiting(NoEndpoints): Service db/p has no endpoints: it has no selector, "
                + "so an EndpointSlice with the label kubernetes.io/service-name must name them"),
        Case(
            "no selector and a hand-written slice", handWritten, [slice(address("192.0.2.1", ""))],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "headless", #"{"clusterIP":"None","selector":{"app":"p"}}"#, [slice(pod("a", ready))],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "ExternalName", #"{"type":"ExternalName","externalName":"db.example.com"}"#, [],
            "ready(ExternalName): Service db/p is an ExternalName: it exists, nothing behind it was probed"),
        Case(
            "ExternalName with options", #"{"type":"ExternalName","externalName":"db.example.com"}"#, [],
            with: "port=5432 min=2",
            "ready(ExternalName): Service db/p is an ExternalName: it exists, nothing behind it was probed"),
    ]

    static let ports = [
        Case(
            "the number of an unnamed port", selected, [slice(pod("a", ready))], with: "port=5432",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready on port 5432"),
        Case(
            "a number that the Service declares leads to its name", twoPorts,
            [slice(pod("a", ready), port: #"{"name":"web","port":8080}"#)], with: "port=80",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready on port 80"),
        Case(
            "a declared number is not looked for on the pods", twoPorts,
            [slice(pod("a", ready), port: #"{"name":"web","port":8080}"#)], with: "port=8080",
            "waiting(PortNotServed): Service db/p: no endpoint serves port 8080, though the Service declares it"),
        Case(
            "a number of the pods", twoPorts,
            [slice(pod("a", ready), port: #"{"name":"admin","port":9090}"#)], with: "port=9090",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready on port 9090"),
        Case(
            "a name", twoPorts, [slice(pod("a", ready), port: #"{"name":"admin","port":9090}"#)], with: "port=admin",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready on port admin"),
        Case(
            "a name that nothing has", twoPorts, [slice(pod("a", ready))], with: "port=metrics",
            "waiting(PortNotServed): Service db/p: no endpoint serves port metrics, "
                + "which the Service does not declare; see its spec.ports"),
        Case(
            "a port without number is every port", #"{"selector":{"app":"p"}}"#,
            [slice(pod("a", ready), port: #"{"name":"","port":null}"#)], with: "port=7000",
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready on port 7000"),
        Case(
            "a slice without ports serves none", #"{"selector":{"app":"p"}}"#,
            [#""ports":null,"endpoints":[\#(pod("a", ready))]"#], with: "port=7000",
            "waiting(PortNotServed): Service db/p: no endpoint serves port 7000, "
                + "which the Service does not declare; see its spec.ports"),
        Case(
            "a slice without ports is enough when none is asked", #"{"selector":{"app":"p"}}"#,
            [#""ports":null,"endpoints":[\#(pod("a", ready))]"#],
            "ready(EndpointsReady): Service db/p: 1 of 1 endpoints ready"),
        Case(
            "endpoints that lack the port count in all", twoPorts,
            [
                slice(pod("a", ready), port: #"{"name":"web","port":8080}"#),
                slice(pod("b", ready), port: #"{"name":"admin","port":9090}"#),
            ], with: "port=web min=all",
            "waiting(EndpointsNotReady): Service db/p: 1 of 2 endpoints ready on port web, all wanted"),
        Case(
            "no endpoint at all comes before the port", twoPorts, [], with: "port=metrics",
            "waiting(NoEndpoints): Service db/p \(noPods)"),
    ]

    @Test(arguments: counting + conditions + identities + kinds + ports)
    func judges(_ item: Case) throws {
        let service = try Records.service(#"{"metadata":{"namespace":"db","name":"p"},"spec":\#(item.spec)}"#)
        let slices = try item.slices.enumerated().map { try Records.slice(of: "p", number: $0, $1) }
        let text = item.options.isEmpty ? "service/db/p" : "service/db/p \(item.options)"
        let judgement = Self.judge(try Dependency(canonical: text), service, slices)
        #expect(judgement.verdict.description == item.verdict)
        #expect(judgement.reviewAt == nil && judgement.completedJobs.isEmpty)
    }

    @Test func passesOverSlicesOfOthersAndThoseThatGoAway() throws {
        let service = try Records.service(
            #"{"metadata":{"namespace":"db","name":"p"},"spec":{"selector":{"app":"p"}}}"#)
        let other = try Records.slice(of: "q", number: 0, Self.slice(Self.pod("a", Self.ready)))
        let deleted = try Records.slice(
            of: "p", number: 1, Self.slice(Self.pod("a", Self.ready)),
            more: #""deletionTimestamp":"2026-01-01T00:00:00Z","#)
        let judgement = Self.judge(try Dependency(canonical: "service/db/p"), service, [other, deleted])
        #expect(judgement.verdict.reason == .noEndpoints)
    }

    @Test func aServiceThatIsBeingDeletedIsAbsent() throws {
        let service = try Records.service(
            #"{"metadata":{"namespace":"db","name":"p","deletionTimestamp":"2026-01-01T00:00:00Z"},"spec":{}}"#)
        for options in ["", " min=0"] {
            let judgement = Self.judge(try Dependency(canonical: "service/db/p" + options), service, [])
            #expect(judgement.verdict.description == "waiting(NotFound): Service db/p is being deleted")
        }
    }

    @Test func aMissingServiceIsWaitedFor() throws {
        let judgement = Self.judge(try Dependency(canonical: "service/db/p min=0"), nil, [])
        #expect(judgement.verdict.description == "waiting(NotFound): Service db/p does not exist")
        #expect(judgement.reviewAt == Self.began.adding(seconds: 60))
    }

    private static func judge(
        _ dependency: Dependency, _ service: ServiceRecord?, _ slices: [EndpointSliceRecord]
    ) -> Judgement {
        let context = JudgementContext(now: began, waitBegan: began, podNamespace: "shop")
        return ServiceRule.judge(dependency, services: service.map { [$0] } ?? [], slices: slices, context: context)
    }
}
