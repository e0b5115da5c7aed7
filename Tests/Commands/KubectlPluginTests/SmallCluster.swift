import Dependencies
import Linting
import Manifests

@testable import kubectl_wait_for

/// A cluster of a few objects, to be asked without an API server.
struct SmallCluster {
    private let objects: [ManifestObject]
    /// What may not be listed or read, by kind.
    private let forbidden: Set<String>

    /// A cluster that has the objects of a text.
    init(_ text: String, forbidden: Set<String> = []) throws {
        objects = try ManifestFile(name: "cluster", text: Array(text.utf8)).documents.flatMap(ManifestObject.all)
        self.forbidden = forbidden
    }

    /// Everything that lint asks about these texts.
    func snapshot(for files: [ManifestFile], namespace: String = "shop") -> ClusterSnapshot {
        var snapshot = ClusterSnapshot()
        while true {
            let questions = Linter.questions(in: files.map(\.lintSource), namespace: namespace, cluster: snapshot)
            if questions.isEmpty { return snapshot }
            for question in questions { snapshot.take(answer(to: question), to: question) }
        }
    }

    private func answer(to question: ClusterQuestion) -> ClusterAnswer {
        switch question {
        case .objects(let collection, let namespace):
            objects(collection.rawValue) { $0.namespace ?? "" == namespace }
        case .namespace(let name): objects("Namespace") { $0.name == name }
        case .object(let dependency):
            objects(dependency.kind == .pvc ? "PersistentVolumeClaim" : dependency.kind.displayName) {
                $0.namespace ?? "" == dependency.namespace && $0.name == "\(dependency.target)"
            }
        }
    }

    private func objects(_ kind: String, where isMeant: (ManifestObject) -> Bool) -> ClusterAnswer {
        if forbidden.contains(kind) { return .notKnown("This kubeconfig may not list \(kind)") }
        return .objects(objects.filter { $0.kind == kind && isMeant($0) }.map(\.node))
    }
}
