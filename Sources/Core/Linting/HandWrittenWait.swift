import Dependencies
import Manifests

/// What a container of our image asks that people wrote into a manifest themselves, or that `inject` has put there.
struct HandWrittenWait: Sendable {
    /// Its question.
    let question: WaitQuestion
    private let arguments: [ManifestNode]

    /// The questions of a pod's init containers; those that cannot be read are for others to tell of.
    static func all(in spec: ManifestNode) -> [HandWrittenWait] {
        (spec["initContainers"]?.elements ?? []).compactMap(HandWrittenWait.init)
    }

    private init?(_ container: ManifestNode) {
        let image = container["image"]?.string ?? ""
        let name = image.split(separator: "/").last?.prefix { $0 != ":" && $0 != "@" }
        guard name == "k8s-wait" || container["name"]?.string == GateMark.containerName.description,
            let arguments = container["args"]?.elements,
            // The kubelet's own way to write what is not to be expanded.
            let question = try? WaitQuestion(
                arguments: arguments.map { ($0.string ?? "").replacing("$$(", with: "$(") })
        else { return nil }
        self.question = question
        self.arguments = arguments
    }

    /// Where a dependency is written; nil where it is not.
    func offset(of dependency: Dependency) -> Int? {
        arguments.first { argument in
            (try? Dependency(canonical: argument.string ?? "")) == dependency
        }?.origin?.lowerBound
    }
}
