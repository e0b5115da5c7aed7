/// What policies select a pod by.
package struct PodTraits: Sendable {
    /// An object that a pod belongs to.
    package struct Owner: Hashable, Sendable {
        /// Its kind: `ReplicaSet`.
        package let kind: String
        /// Its name.
        package let name: String

        /// The object of that kind and name.
        package init(kind: String, name: String) {
            self.kind = kind
            self.name = name
        }
    }

    /// Its namespace.
    package let namespace: String
    /// Its labels, in any order.
    package let labels: [(key: String, value: String)]
    /// Whose it is, the outermost first: of a pod of a Deployment the Deployment, then its ReplicaSet. Empty for a pod that
    /// nothing controls.
    package let owners: [Owner]

    /// A pod with those labels whose controlling owner is `controller`, nil for none.
    package init(namespace: String, labels: [(key: String, value: String)], controller: Owner?) {
        self.namespace = namespace
        self.labels = labels
        owners = controller.map { Self.owners(controller: $0, labels) } ?? []
    }

    /// The value of a label; nil where there is none.
    package func label(_ key: String) -> String? { labels.first { $0.key == key }?.value }

    /// The workload behind a controller, found without asking anybody, then the controller.
    ///
    /// A Deployment names its ReplicaSets after itself and the hash of their template, which it also writes on their pods
    /// as a label (Kubernetes: Deployments, "Pod-template-hash label"); Argo's Rollouts do the same under another key. A
    /// CronJob names its Jobs after itself and the minute for which they were made, eight digits or more.
    private static func owners(controller: Owner, _ labels: [(key: String, value: String)]) -> [Owner] {
        switch controller.kind {
        case "ReplicaSet":
            for (key, kind) in [("pod-template-hash", "Deployment"), ("rollouts-pod-template-hash", "Rollout")] {
                guard let hash = labels.first(where: { $0.key == key })?.value, !hash.isEmpty,
                    let name = prefix(of: controller.name, before: "-\(hash)")
                else { continue }
                return [Owner(kind: kind, name: name), controller]
            }
        case "Job":
            let digits = controller.name.utf8.reversed().prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            if digits.count >= 8,
                let name = prefix(of: controller.name, before: "-" + String(controller.name.suffix(digits.count)))
            {
                return [Owner(kind: "CronJob", name: name), controller]
            }
        default: break
        }
        return [controller]
    }

    /// What is left of a name without its ending; nil where it has another, or nothing is left.
    private static func prefix(of name: String, before ending: String) -> String? {
        guard name.utf8.count > ending.utf8.count, name.hasSuffix(ending) else { return nil }
        return String(name.dropLast(ending.count))
    }
}
