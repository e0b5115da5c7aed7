import CoreTestKit
import Dependencies
import Testing
import WaitGraph

/// What would be, were one workload as it is supposed to be.
struct SupposedTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let graph: String
        let supposed: String
        var circle: String?
    }

    static let examples = [
        Example(
            testDescription: "a workload that is not known yet",
            graph: """
                StatefulSet db/postgres app=postgres waits service/shop/api
                Service shop/api app=api
                Service db/postgres app=postgres
                """,
            supposed: "Deployment shop/api app=api waits service/db/postgres",
            circle: "shop/api → Service db/postgres → db/postgres → Service shop/api"),
        Example(
            testDescription: "waits that it did not have",
            graph: """
                Deployment shop/api app=api
                Service shop/api app=api
                """,
            supposed: "Deployment shop/api app=api waits service/shop/api", circle: "shop/api → Service shop/api"),
        Example(
            testDescription: "waits that it has no more",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Service shop/api app=api
                """,
            supposed: "Deployment shop/api app=api"),
        Example(
            testDescription: "labels that it did not have",
            graph: """
                Deployment shop/api app=old waits service/shop/api
                Service shop/api app=api
                """,
            supposed: "Deployment shop/api app=api waits service/shop/api", circle: "shop/api → Service shop/api"),
        Example(
            testDescription: "labels that it has no more",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Service shop/api app=api
                """,
            supposed: "Deployment shop/api app=new waits service/shop/api"),
        Example(
            testDescription: "it joins those that back what others wait for",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Service shop/api app=api
                """,
            supposed: "Deployment shop/canary app=api"),
        Example(
            testDescription: "one of the same labels in another namespace",
            graph: """
                Deployment shop/api app=api waits service/shop/api
                Service shop/api app=api
                """,
            supposed: "Deployment other/api app=api waits service/shop/api", circle: "shop/api → Service shop/api"),
        Example(
            testDescription: "pods of it that run already",
            graph: "Service shop/api app=api",
            supposed: "Deployment shop/api app=api pods=? started=1 waits service/shop/api"),
        Example(
            testDescription: "pods by their labels",
            graph: "Job shop/load job=load waits deployment/shop/api",
            supposed: "Deployment shop/api app=api waits pod/shop/(job=load)",
            circle: "shop/api → Pod shop/(job=load) → shop/load → Deployment shop/api"),
        Example(
            testDescription: "pods by labels that it has itself",
            graph: "",
            supposed: "Deployment shop/api app=api waits pod/shop/(app=api)", circle: "shop/api → Pod shop/(app=api)"),
        Example(
            testDescription: "Jobs by labels that it has itself",
            graph: "Job shop/one [set=other]",
            supposed: "Job shop/one [set=init] waits job/shop/(set=init)", circle: "shop/one → Job shop/(set=init)"),
        Example(
            testDescription: "a bare pod by its name",
            graph: "Deployment shop/api app=api waits pod/shop/seed",
            supposed: "Pod shop/seed waits deployment/shop/api",
            circle: "shop/seed → Deployment shop/api → Pod shop/seed"),
    ]

    @Test(arguments: examples) func isHeeded(_ example: Example) throws {
        let graph = try GraphText(example.graph).graph
        let answer = graph.answer(supposing: try GraphText.workload(example.supposed))
        if case .circle(let circle) = answer {
            #expect(circle.description == example.circle)
        } else {
            #expect(answer == .none)
            #expect(example.circle == nil)
        }
    }

    @Test(arguments: examples) func isAsIfItWereKnown(_ example: Example) throws {
        let workload = try GraphText.workload(example.supposed)
        var graph = try GraphText(example.graph).graph
        let answer = graph.answer(supposing: workload)
        graph.set(workload)
        #expect(graph.answer(for: workload.reference) == answer)
    }

    /// Its own waits are all that it has, those by policies among them.
    @Test func policiesAreAskedOfOthersAlone() throws {
        let graph = try GraphText(
            """
            StatefulSet db/postgres app=postgres
            Deployment shop/api app=api
            Service shop/api app=api
            Service db/postgres app=postgres
            """
        ).graph
        let wait = try Dependency(canonical: "service/shop/api")
        let api = try GraphText.workload("Deployment shop/api app=api waits service/db/postgres")
        var asked: [UInt32] = []
        let answer = graph.answer(supposing: api) { number in
            asked.append(number)
            return [wait]
        }
        #expect(asked == [try #require(graph.number(of: WorkloadReference(.statefulSet, "db", "postgres")))])
        guard case .circle(let circle) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(circle.description == "shop/api → Service db/postgres → db/postgres → Service shop/api")
    }

    @Test func overTheLimitNothingIsSaid() throws {
        let lines = (0..<60).map { "Deployment shop/d\($0) app=api" }
        let graph = try GraphText((lines + ["Service shop/api app=api"]).joined(separator: "\n")).graph
        let api = try GraphText.workload("Deployment shop/api app=api waits service/shop/api")
        #expect(graph.answer(supposing: api, limit: 62) == .notKnown)
        #expect(graph.answer(supposing: api, limit: 130) == .none)
    }
}
