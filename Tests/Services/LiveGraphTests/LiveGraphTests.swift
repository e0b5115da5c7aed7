import Dependencies
import JSONText
import KubernetesClient
import LiveGraph
import LiveWorkloads
import Metrics
import Policies
import Testing
import WaitGraph

/// What is answered after what the watches told.
@Suite struct LiveGraphTests {
    @Test func nothingIsSaidBeforeAllIsListed() throws {
        let feed = try GraphFeed()
        #expect(try feed.supposed() == "not known" && feed.answer() == nil)
        feed.graph.receive(services: [.listing] + GraphFeed.services.map { .applied($0) } + [.listed, .current])
        feed.graph.receive(
            pods: [.listing] + (try GraphFeed.pods()).map { .applied($0) } + [.listed, .current], .gated)
        #expect(try feed.supposed() == "not known" && feed.answer() == "not known" && !feed.graph.isKnown)
        feed.graph.receive(pods: [.listing], .ungated)
        #expect(try feed.supposed() == "not known")
        feed.graph.receive(pods: [.listed], .ungated)
        #expect(try feed.supposed() == GraphFeed.circle && feed.answer() == GraphFeed.circle && feed.graph.isKnown)
    }

    @Test func whatWasKnownStaysWhileTheServerIsAway() throws {
        let feed = try GraphFeed()
        feed.list(gated: try GraphFeed.pods())
        feed.graph.receive(services: [.interrupted(reason: "connection refused")])
        for source in LiveWorkloads.Source.allCases {
            feed.graph.receive(pods: [.interrupted(reason: "connection refused")], source)
        }
        #expect(feed.answer() == GraphFeed.circle)
        // A list that comes in pages replaces it only once it is whole.
        feed.graph.receive(services: [.listing])
        #expect(feed.answer() == GraphFeed.circle)
        feed.graph.receive(services: [.listed, .current])
        #expect(feed.answer() == "none")
    }

    @Test(arguments: LiveGraph.Watched.allCases)
    func whatMayNotBeListedIsNotKnown(_ watched: LiveGraph.Watched) throws {
        func tell(_ feed: GraphFeed, isAllowed: Bool) {
            switch watched {
            case .services: feed.graph.receive(services: [isAllowed ? .current : .forbidden("services is forbidden")])
            case .gatedPods: feed.graph.receive(pods: [isAllowed ? .current : .forbidden("no")], .gated)
            case .otherPods: feed.graph.receive(pods: [isAllowed ? .current : .forbidden("no")], .ungated)
            }
        }
        let feed = try GraphFeed()
        let metrics = MetricsRegistry()
        LiveGraphMetrics.register(feed.graph, in: metrics)
        feed.list(gated: try GraphFeed.pods())
        tell(feed, isAllowed: false)
        #expect(try feed.supposed() == "not known" && feed.answer() == "not known")
        var text = String(decoding: metrics.render(), as: UTF8.self)
        #expect(text.contains("k8s_wait_circles_forbidden 1\n") && text.contains("k8s_wait_circles_known 0\n"))
        tell(feed, isAllowed: true)
        #expect(feed.answer() == GraphFeed.circle)
        text = String(decoding: metrics.render(), as: UTF8.self)
        #expect(text.contains("k8s_wait_circles_forbidden 0\n") && text.contains("k8s_wait_circles_known 1\n"))
        #expect(text.contains("k8s_wait_circles_objects{kind=\"pods\"} 2\n"))
    }

    @Test func changesAreFollowed() throws {
        let feed = try GraphFeed()
        feed.list(gated: try GraphFeed.pods())
        feed.graph.receive(services: [.applied(GraphFeed.service("api", in: "shop", selects: "other"))])
        #expect(feed.answer() == "none")
        feed.graph.receive(services: [.applied(GraphFeed.service("api", in: "shop", selects: "api"))])
        #expect(feed.answer() == GraphFeed.circle)
        feed.graph.receive(services: [.deleted(GraphFeed.service("api", in: "shop", selects: "api"))])
        #expect(feed.answer() == "none")
        feed.list(gated: try GraphFeed.pods())
        let standby = try GraphFeed.pod("standby", of: "Deployment/standby", in: "db", "postgres")
        feed.graph.receive(pods: [.applied(standby)], .ungated)
        #expect(feed.answer() == "none")
        feed.graph.receive(pods: [.deleted(standby)], .ungated)
        #expect(feed.answer() == GraphFeed.circle)
    }

    @Test func manyEventsAreTakenInParts() throws {
        let feed = try GraphFeed()
        let pods = try (0..<101).map { try GraphFeed.pod("p\($0)", of: "Deployment/d\($0)", in: "n", "a\($0)") }
        feed.list(others: pods)
        #expect(feed.graph.counts == (101, 2, 101))
        feed.graph.receive(pods: pods.dropLast().map { .deleted($0) }, .ungated)
        #expect(feed.graph.counts == (1, 2, 1))
    }

    /// Of a workload that runs, more pods than there are would wait by the policy.
    @Test func policiesHoldForPodsToCome() throws {
        let text = #"""
            {"metadata":{"name":"p","namespace":"db","generation":1},"spec":{"mode":"Enforce",
            "selector":{"matchLabels":{"app":"postgres"},"ownerKind":"StatefulSet"},
            "dependencies":{"for-service":"shop/api"}}}
            """#
        let bytes = Array(text.utf8)
        var reader = JSONReader(bytes.span)
        let record = try PolicyRecord(reading: &reader, kind: .namespaced)
        let policy = try #require(record.policy, "\(record.mistakes)")
        let inForce = PoliciesInForce(PolicySet([policy])) { _ in nil }
        let feed = try GraphFeed { inForce }
        feed.list(others: [try GraphFeed.pod("postgres-0", of: "StatefulSet/postgres", in: "db", "postgres")])
        #expect(try feed.supposed() == "none")
        func supposing(_ wait: String) throws -> String {
            GraphFeed.text(
                feed.graph.answer(
                    supposing: WorkloadNode(
                        WorkloadReference(.deployment, "shop", "api"), podLabels: ["app": "api"],
                        waits: [try Dependency(canonical: wait)])))
        }
        #expect(try supposing("service/db/postgres min=2") == GraphFeed.circle)
        #expect(try supposing("service/db/postgres min=1") == "none")
    }
}
