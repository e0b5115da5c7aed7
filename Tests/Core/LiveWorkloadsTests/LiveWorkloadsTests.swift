import Dependencies
import LiveWorkloads
import Readiness
import Testing
import WaitGraph

/// Which circles are found among live pods, and what ends them.
struct LiveWorkloadsTests {
    private static let mutual = """
        api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/db/postgres
        postgres-0 of StatefulSet/postgres in db app=postgres waits service/shop/api
        Service api in shop app=api
        Service postgres in db app=postgres
        """

    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let cluster: String
        var answer = "none"
    }

    static let examples = [
        Example(
            testDescription: "each waits for the other's Service", cluster: mutual,
            answer: "shop/api → Service db/postgres → db/postgres → Service shop/api"),
        Example(
            testDescription: "a Service that only the waiting pods back",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                api-5d8c-2 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                Service api in shop app=api
                """,
            answer: "shop/api → Service shop/api"),
        Example(
            testDescription: "a pod of the last roll-out runs",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                api-77aa-1 of ReplicaSet/api-77aa in shop app=api pod-template-hash=77aa
                Service api in shop app=api
                """),
        Example(
            testDescription: "a pod of the same workload is past its waits",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                api-5d8c-2 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c gated
                Service api in shop app=api
                """),
        Example(
            testDescription: "the pod that runs has labels that the Service does not select",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api version=2 pod-template-hash=5d8c waits service/shop/api
                api-77aa-1 of ReplicaSet/api-77aa in shop app=api version=1 pod-template-hash=77aa
                Service api in shop app=api version=2
                """,
            answer: "shop/api → Service shop/api"),
        Example(
            testDescription: "another workload backs it too",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                other in shop app=api
                Service api in shop app=api
                """),
        Example(
            testDescription: "the one that would back it goes away",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                other in shop app=api deleted
                Service api in shop app=api
                """,
            answer: "shop/api → Service shop/api"),
        Example(
            testDescription: "a Job that waits for what waits for it",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits job/shop/migrate
                migrate-x2 of Job/migrate in shop job-name=migrate waits service/shop/api
                Service api in shop app=api
                """,
            answer: "shop/api → Job shop/migrate → Service shop/api"),
        Example(
            testDescription: "pods of a Job by their label",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits pod/shop/(job-name=migrate)
                migrate-x2 of Job/migrate in shop job-name=migrate waits deployment/shop/api
                """,
            answer: "shop/api → Pod shop/(job-name=migrate) → shop/migrate → Deployment shop/api"),
        Example(
            testDescription: "Jobs by their own labels, which are not known",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits job/shop/(!skip)
                migrate-x2 of Job/migrate in shop job-name=migrate waits service/shop/api
                Service api in shop app=api
                """),
        Example(
            testDescription: "pods by what is not kept of them",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits pod/shop/(!pod-template-hash)
                """),
        Example(
            testDescription: "a pod of a StatefulSet that waits for the one before it",
            cluster: """
                api-5d8c-1 of StatefulSet/api in shop app=api statefulset.kubernetes.io/pod-name=api-1 waits pod/shop/api-0
                api-0 of StatefulSet/api in shop app=api statefulset.kubernetes.io/pod-name=api-0
                """),
        Example(
            testDescription: "a StatefulSet whose pods wait for one of them",
            cluster: """
                api-5d8c-1 of StatefulSet/api in shop app=api statefulset.kubernetes.io/pod-name=api-0 waits pod/shop/api-0
                """,
            answer: "shop/api → Pod shop/api-0"),
        Example(
            testDescription: "a chain through three namespaces",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits statefulset/db/postgres
                postgres-0 of StatefulSet/postgres in db app=postgres waits service/infra/vault
                vault-0 of StatefulSet/vault in infra app=vault waits tcp/api.shop.svc:80
                Service api in shop app=api
                Service vault in infra app=vault
                """,
            answer:
                "shop/api → StatefulSet db/postgres → Service infra/vault → infra/vault → Service shop/api"),
        Example(
            testDescription: "two templates, and only one of them waits in a circle",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits service/shop/api
                api-77aa-1 of ReplicaSet/api-77aa in shop app=api pod-template-hash=77aa waits service/shop/other
                Service api in shop app=api
                """),
        Example(
            testDescription: "waits that give up",
            cluster: """
                api-5d8c-1 of ReplicaSet/api-5d8c in shop app=api pod-template-hash=5d8c waits
                Service api in shop app=api
                """),
    ]

    @Test(arguments: examples) func areFound(_ example: Example) throws {
        let cluster = try Cluster(example.cluster)
        #expect(cluster.answer("api-5d8c-1", in: "shop") == example.answer)
    }

    @Test(arguments: [
        ("relabelled Service", "Service api in shop app=somebody"),
        ("a pod past its waits", "postgres-0 of StatefulSet/postgres in db app=postgres gated"),
        ("one that waits for something else", "postgres-0 of StatefulSet/postgres in db app=postgres waits job/db/x"),
        ("other labels of pods", "postgres-0 of StatefulSet/postgres in db app=pg waits service/shop/api"),
        ("a second backer", "standby in db app=postgres"),
        (
            "a pod that goes away",
            "postgres-0 of StatefulSet/postgres in db app=postgres waits service/shop/api deleted"
        ),
    ])
    func areEnded(by what: String, _ line: String) throws {
        var cluster = try Cluster(Self.mutual)
        #expect(cluster.answer("api-5d8c-1", in: "shop") != "none")
        // The words after `waits` are dependencies.
        if line.hasSuffix(" deleted") {
            cluster.live.remove("db", "postgres-0", .gated)
        } else {
            try cluster.add(line)
        }
        #expect(cluster.answer("api-5d8c-1", in: "shop") == "none", "\(what)")
    }

    @Test func whatAListDoesNotMentionIsGone() throws {
        var cluster = try Cluster(Self.mutual)
        let (api, _) = try Cluster.pod(String(Self.mutual.split(separator: "\n")[0]))
        cluster.live.beginList(.gated)
        cluster.live.apply(api, .gated)
        // A list that was broken off says nothing.
        cluster.live.beginList(.gated)
        #expect(cluster.answer("api-5d8c-1", in: "shop") != "none")
        cluster.live.apply(api, .gated)
        cluster.live.endList(.gated)
        #expect(cluster.live.counts.pods == 1 && cluster.live.counts.workloads == 1)
        #expect(cluster.answer("api-5d8c-1", in: "shop") == "none")
        #expect(cluster.answer("postgres-0", in: "db") == nil)

        cluster = try Cluster(Self.mutual)
        cluster.live.beginServices()
        cluster.live.apply(ServiceNode("shop", "api", selector: ["app": "api"]), namespace: "shop", name: "api")
        cluster.live.endServices()
        #expect(cluster.live.counts.services == 1)
        #expect(cluster.answer("api-5d8c-1", in: "shop") == "none")
    }

    @Test func aPodWhoseLabelOfOursComesOrGoesIsOnePod() throws {
        var cluster = try Cluster(Self.mutual)
        // Its label is taken away: the other watch tells of it before or after this one forgets it.
        try cluster.add("postgres-0 of StatefulSet/postgres in db app=postgres")
        #expect(cluster.answer("api-5d8c-1", in: "shop") == "none")
        cluster.live.remove("db", "postgres-0", .gated)
        #expect(cluster.live.counts.pods == 2 && cluster.live.counts.workloads == 2)
        try cluster.add("postgres-0 of StatefulSet/postgres in db app=postgres waits service/shop/api")
        cluster.live.remove("db", "postgres-0", .ungated)
        #expect(cluster.answer("api-5d8c-1", in: "shop") != "none")
    }

    @Test func nothingIsLeftOfPodsThatAreGone() throws {
        var cluster = try Cluster(Self.mutual)
        for round in 0..<3 {
            for index in 0..<200 {
                let waits = index % 3 == 0 ? "" : " waits service/x/y\(index % 5)"
                try cluster.add("p\(index) of ReplicaSet/r\(index % 7) in n app=a\(index % 2)\(waits)")
            }
            #expect(cluster.live.counts.workloads == 16)
            for index in 0..<200 {
                cluster.live.remove("n", "p\(index)", round == 1 || index % 3 != 0 ? .gated : .ungated)
                if round == 1 { cluster.live.remove("n", "p\(index)", .ungated) }
            }
            #expect(cluster.live.counts == (2, 2, 2))
        }
        cluster.live.remove("n", "never", .gated)
        #expect(cluster.live.counts == (2, 2, 2))
    }

    @Test func nothingIsSaidBeforeAllIsListed() throws {
        var live = LiveWorkloads()
        let node = WorkloadNode(
            WorkloadReference(.deployment, "shop", "api"), podLabels: ["app": "api"],
            waits: [try Dependency(canonical: "service/shop/api")])
        live.beginServices()
        live.apply(ServiceNode("shop", "api", selector: ["app": "api"]), namespace: "shop", name: "api")
        live.endServices()
        for source in LiveWorkloads.Source.allCases {
            #expect(!live.isKnown)
            #expect(live.answer(supposing: node) { _ in [] } == .notKnown)
            live.beginList(source)
            live.endList(source)
        }
        #expect(live.isKnown)
        #expect(Cluster.text(live.answer(supposing: node) { _ in [] }) == "shop/api → Service shop/api")
    }
}
