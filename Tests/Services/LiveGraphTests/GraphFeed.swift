import Dependencies
import KubernetesClient
import LiveGraph
import LiveWorkloads
import Logging
import Policies
import WaitGraph

/// A graph that no API server is asked for: a test tells it what watches would.
struct GraphFeed {
    let graph: LiveGraph

    init(known: Bell = Bell(), policies: @escaping @Sendable () -> PoliciesInForce = { .none }) throws {
        let logger = Logger(label: "test")
        let configuration = KubernetesConfiguration(server: try ServerAddress(url: "https://127.0.0.1:1"))
        graph = LiveGraph(
            client: try KubernetesClient(configuration: configuration, logger: logger), policies: policies,
            known: known, logger: logger)
    }

    /// The pods `shop/api-1` and `db/postgres-0`, each of which waits for the other's Service.
    static func pods() throws -> [LivePod] {
        [
            try pod("api-1", of: "Deployment/api", in: "shop", "api", waits: "service/db/postgres"),
            try pod("postgres-0", of: "StatefulSet/postgres", in: "db", "postgres", waits: "service/shop/api"),
        ]
    }

    /// A pod with the label `app`.
    static func pod(
        _ name: String, of owner: String, in namespace: String, _ app: String, waits: String? = nil
    ) throws -> LivePod {
        let parts = owner.split(separator: "/").map(String.init)
        let traits = PodTraits(
            namespace: namespace, labels: [("app", app)], controller: .init(kind: parts[0], name: parts[1]))
        return LivePod(
            traits, name: name, isBeingDeleted: false,
            standing: try waits.map { .waiting([try Dependency(canonical: $0)]) } ?? .past)
    }

    /// A Service that selects the pods with a label `app`.
    static func service(_ name: String, in namespace: String, selects app: String) -> LiveService {
        LiveService(ServiceNode(namespace, name, selector: ["app": app]))
    }

    static let services = [
        service("api", in: "shop", selects: "api"), service("postgres", in: "db", selects: "postgres"),
    ]

    /// Lists everything there is to list.
    func list(gated: [LivePod] = [], others: [LivePod] = [], services: [LiveService] = Self.services) {
        graph.receive(services: [.listing] + services.map { .applied($0) } + [.listed, .current])
        graph.receive(pods: [.listing] + gated.map { .applied($0) } + [.listed, .current], .gated)
        graph.receive(pods: [.listing] + others.map { .applied($0) } + [.listed, .current], .ungated)
    }

    /// What is said of a gated pod.
    func answer(_ pod: String = "api-1", in namespace: String = "shop") -> String? {
        graph.answer(forPod: pod, in: namespace).map { Self.text($0.answer) }
    }

    /// What is said of Deployment `shop/api`, were it to wait for Service `db/postgres`.
    func supposed() throws -> String {
        Self.text(
            graph.answer(
                supposing: WorkloadNode(
                    WorkloadReference(.deployment, "shop", "api"), podLabels: ["app": "api"], pods: 2,
                    waits: [try Dependency(canonical: "service/db/postgres")])))
    }

    static func text(_ answer: CircleAnswer) -> String {
        switch answer {
        case .none: "none"
        case .notKnown: "not known"
        case .circle(let circle): circle.description
        }
    }

    static let circle = "shop/api → Service db/postgres → db/postgres → Service shop/api"
}
