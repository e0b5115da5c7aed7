internal import Dependencies
internal import KubernetesClient
internal import Linting
internal import Logging
internal import Manifests

/// Answers what lint asks of a cluster, with the rights of a kubeconfig. It only reads, each thing once.
struct ClusterReader {
    /// How many namespaces are looked at; pods of one may wait for another's, and so on.
    private static let namespaceLimit = 100
    /// How many objects of a kind in a namespace.
    private static let objectLimit = 20_000
    /// How many requests are under way at a time.
    private static let width = 8

    private let pages: ClusterPages
    private let discovery: Discovery

    /// A reader of the cluster of that configuration.
    init(_ configuration: KubernetesConfiguration) throws(KubernetesError) {
        let logger = Logger(label: "cluster") { _ in SwiftLogNoOpLogHandler() }
        let client = try KubernetesClient(configuration: configuration, logger: logger)
        pages = ClusterPages(client: client, limit: Self.objectLimit)
        discovery = Discovery(client: client)
    }

    /// All that must be known of the cluster to check these texts. Throws where the API server cannot be asked at all;
    /// what may not be read is in the snapshot as not known.
    func snapshot(for sources: [LintSource], namespace: String, known: [Dependency]) async throws -> ClusterSnapshot {
        var snapshot = ClusterSnapshot()
        var namespaces: Set<String> = [""]
        while true {
            let open = Linter.questions(in: sources, namespace: namespace, known: known, cluster: snapshot)
            if open.isEmpty { return snapshot }
            for name in Set(open.map(\.namespace)).sorted() where namespaces.count <= Self.namespaceLimit {
                namespaces.insert(name)
            }
            var rest = open[...]
            while !rest.isEmpty {
                let some = Array(rest.prefix(Self.width))
                rest = rest.dropFirst(some.count)
                for (question, answer) in zip(some, try await answers(to: some, within: namespaces)) {
                    snapshot.take(answer, to: question)
                }
            }
        }
    }

    private func answers(
        to questions: [ClusterQuestion], within namespaces: Set<String>
    ) async throws -> [ClusterAnswer] {
        try await withThrowingTaskGroup(of: (Int, ClusterAnswer).self) { group in
            for (index, question) in questions.enumerated() {
                group.addTask {
                    guard namespaces.contains(question.namespace) else {
                        return (index, .notKnown("More than \(Self.namespaceLimit) namespaces wait for one another"))
                    }
                    return (index, try await answer(to: question))
                }
            }
            var answers: [(Int, ClusterAnswer)] = []
            for try await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func answer(to question: ClusterQuestion) async throws -> ClusterAnswer {
        switch question {
        case .objects(let collection, let namespace):
            return try await pages.objects(
                collection.resource, in: namespace, onlyMetadata: collection == .pod)
        case .namespace(let name):
            return try await pages.object(.namespaces, in: nil, named: name)
        case .object(let dependency):
            guard case .name(let name) = dependency.target else { return .notKnown("\(dependency) names no object") }
            if let resource = dependency.kind.resource {
                return try await pages.object(resource, in: dependency.namespace, named: name)
            }
            switch await discovery.resolve(dependency.resourceType) {
            case .found(let resource): return try await pages.object(resource, in: dependency.namespace, named: name)
            // Its CustomResourceDefinition may be among the manifests, and what it defines made by what they bring.
            case .notFound: return .notKnown("The cluster does not serve \(dependency.resourceType)")
            case .failed(let reason): return .notKnown("\(dependency.resourceType): \(reason)")
            }
        }
    }
}

extension ClusterCollection {
    /// Where its objects are.
    var resource: ResourceType {
        switch self {
        case .service: .services
        case .deployment: .deployments
        case .statefulSet: .statefulSets
        case .daemonSet: .daemonSets
        case .job: .jobs
        case .cronJob: .cronJobs
        case .pod: .pods
        case .autoscaler:
            ResourceType(
                group: "autoscaling", version: "v2", plural: "horizontalpodautoscalers", kind: rawValue,
                isNamespaced: true)
        case .policy, .clusterPolicy:
            ResourceType(
                group: "wait.k8s", version: "v1alpha1",
                plural: self == .policy ? "waitpolicies" : "clusterwaitpolicies",
                kind: rawValue, isNamespaced: isNamespaced)
        }
    }
}

extension DependencyKind {
    /// Where objects are that are asked for one by one; nil for kinds whose type the dependency says, or that are no objects.
    fileprivate var resource: ResourceType? {
        switch self {
        case .configmap: .configMaps
        case .secret: .secrets
        case .pvc: .persistentVolumeClaims
        case .crd: .customResourceDefinitions
        case .node: .nodes
        case .pod: .pods
        default: nil
        }
    }
}
