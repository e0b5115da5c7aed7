internal import Dependencies

/// What somebody at a terminal waits for.
struct DirectQuestion {
    /// All of it, once each.
    let dependencies: [Dependency]

    /// Reads items as `wait.k8s/for` has them; `namespace` is that of those which name none.
    init(_ items: [String], namespace: String) throws(Problem) {
        var dependencies: [Dependency] = []
        for item in items {
            let read = PodAnnotations([("wait.k8s/for", item)], namespace: namespace, restartPolicy: nil)
            if let mistake = read.errors.first { throw Problem("\(item): \(mistake.message)") }
            for dependency in read.question?.dependencies ?? [] where !dependencies.contains(dependency) {
                dependencies.append(dependency)
            }
        }
        for dependency in dependencies {
            if let problem = Self.problem(with: dependency) { throw Problem("\(dependency): \(problem)") }
        }
        guard !dependencies.isEmpty else {
            throw Problem("There is nothing to wait for; write for example service/db.")
        }
        self.dependencies = dependencies
    }

    /// Why something cannot be judged from here; nil where it can.
    private static func problem(with dependency: Dependency) -> String? {
        if dependency.kind.judge != .server {
            return
                "a \(dependency.kind.displayName) is probed by pods in their own network; it cannot be asked for here."
        }
        if dependency.options.isOnSameNode || dependency.kind == .daemonset && !dependency.options.isAnywhere {
            return
                "nothing here is on a node; write \(dependency.kind == .daemonset ? "anywhere" : "it without same-node")."
        }
        if case .podLabel? = dependency.options.match { return "there is no pod here whose label could be compared." }
        if dependency.kind == .resource, !dependency.resourceType.contains(".") {
            return "write the type with its group, as certificate.cert-manager.io."
        }
        return nil
    }

    /// The kinds that must be allowed beside those that every server judges.
    var allowedKinds: AllowedKinds {
        let groups = dependencies.filter { $0.kind == .resource }.flatMap { dependency in
            // A version may stand before the group.
            dependency.resourceType.indices.filter { dependency.resourceType[$0] == "." }.map {
                "*" + dependency.resourceType[$0...]
            }
        }
        return AllowedKinds((["configmaps", "secrets"] + Set(groups).sorted()).joined(separator: ","))
    }

    /// The one namespace that all of it is in; nil for several.
    var onlyNamespace: String? {
        let namespaces = Set(dependencies.map(\.namespace).filter { !$0.isEmpty })
        return namespaces.count == 1 ? namespaces.first : nil
    }
}
