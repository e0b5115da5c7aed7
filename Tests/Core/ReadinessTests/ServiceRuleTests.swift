import Dependencies
import Readiness
import Testing

@Suite struct ServiceRuleTests {
    /// A Service's spec, its slices' interesting parts, the dependency, and what must come out.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let spec: String
        let slices: [String]
        let dependency: String
        let verdict: String

        init(_ name: String, _ spec: String, _ slices: [String], _ dependency: String, _ verdict: String) {
            self.name = name
            self.spec = spec
            self.slices = slices
            self.dependency = dependency
            self.verdict = verdict
        }

        var testDescription: String { name }
    }

    static let selected = #"{"selector":{"app":"p"},"ports":[{"port":5432,"targetPort":5432}]}"#
    static let port = #""ports":[{"name":"","protocol":"TCP","port":5432}]"#

    static func endpoint(_ uid: String, _ conditions: String, address: String = "10.0.0.1") -> String {
        #"{"addresses":["\#(address)"],"conditions":{\#(conditions)},"targetRef":{"kind":"Pod","uid":"\#(uid)"}}"#
    }

    static let ready = #""ready":true,"serving":true,"terminating":false"#
    static let notReady = #""ready":false,"serving":false,"terminating":false"#
    static let terminating = #""ready":false,"serving":true,"terminating":true"#

    static let cases = [
        Case(
            "one ready of two", selected,
            ["\(port),\"endpoints\":[\(endpoint("a", ready)),\(endpoint("b", notReady))]"],
            "service/db/postgres", "ready(EndpointsReady): Service db/postgres: 1 of 2 endpoints ready"),
        Case(
            "none ready", selected, ["\(port),\"endpoints\":[\(endpoint("a", notReady)),\(endpoint("b", notReady))]"],
            "service/db/postgres", "waiting(EndpointsNotReady): Service db/postgres: 0 of 2 endpoints ready"),
    ]

    @Test(arguments: cases) func judges(_ item: Case) throws {
        let service = try Records.service(
            #"{"metadata":{"namespace":"db","name":"postgres"},"spec":\#(item.spec)}"#)
        let slices = try item.slices.map {
            try Records.slice(
                #"{"metadata":{"namespace":"db","name":"s","labels":{"kubernetes.io/service-name":"postgres"}},\#($0)}"#
            )
        }
        let began = Timestamp(seconds: 1_000)
        let judgement = ServiceRule.judge(
            try Dependency(canonical: item.dependency), service: service, slices: slices,
            context: JudgementContext(now: began, waitBegan: began, podNamespace: "shop"))
        #expect(judgement.verdict.description == item.verdict)
    }
}
