import Dependencies
import Manifests
import WaitGraph

extension Inventory {
    /// What became of looking for an object.
    enum Lookup {
        /// It is there, or will be.
        case found(Entry)
        /// Neither the manifests nor the cluster have it.
        case missing
        /// It may be in the cluster, of which that is not known.
        case notKnown
    }

    /// The object of that kind, of which all of a namespace are looked at.
    func find(_ kind: String, _ namespace: String, _ name: String) -> Lookup {
        if let entry = own.entry(kind, namespace, name) ?? cluster.entry(kind, namespace, name) { return .found(entry) }
        let collections = ClusterCollection(rawValue: kind).map { [$0] } ?? []
        return knows(collections, in: namespace) ? .missing : .notKnown
    }

    /// Whether all objects of these kinds in a namespace are known; without a cluster whatever is in a namespace that the
    /// manifests fill.
    func knows(_ kinds: [ClusterCollection], in namespace: String) -> Bool {
        guard let snapshot else { return knows(namespace: namespace) }
        return snapshot.knows(kinds, in: namespace)
    }

    /// The workload that an object is; nil for what makes no pods.
    func workload(_ entry: Entry) -> LintedWorkload? {
        guard let kind = WorkloadReference.Kind(rawValue: entry.object.kind) else { return nil }
        let reference = WorkloadReference(kind, entry.namespace, entry.object.name)
        return own.workload(reference) ?? cluster.workload(reference)
    }

    /// Whether an object of a kind that is asked for one by one is known not to be there.
    func isMissing(_ name: String, _ dependency: Dependency) -> Bool {
        guard dependency.kind.judge == .server, !isBrought(name, dependency) else { return false }
        if let snapshot { return snapshot.objects(.object(dependency.withoutOptions))?.isEmpty == true }
        return [.configmap, .pvc].contains(dependency.kind) && knows(namespace: dependency.namespace)
    }

    /// Whether a manifest is that object, or makes it: a StatefulSet makes claims and pods.
    func isBrought(_ name: String, _ dependency: Dependency) -> Bool {
        let isThere = own.indices(named: name).contains { index in
            let entry = entries[index]
            guard dependency.namespace.isEmpty || entry.namespace == dependency.namespace else { return false }
            return dependency.kind == .resource
                ? Self.is(entry, ofType: dependency.resourceType)
                : entry.object.kind == (dependency.kind == .pvc ? "PersistentVolumeClaim" : dependency.kind.displayName)
        }
        return isThere || isMadeByStatefulSet(name, dependency)
    }

    /// TEMPLATE-SET-ORDINAL is a claim, SET-ORDINAL a pod.
    private func isMadeByStatefulSet(_ name: String, _ dependency: Dependency) -> Bool {
        guard dependency.kind == .pvc || dependency.kind == .pod, let dash = name.lastIndex(of: "-"),
            Int(name[name.index(after: dash)...]) != nil
        else { return false }
        let rest = name[..<dash]
        if dependency.kind == .pod { return own.entry("StatefulSet", dependency.namespace, String(rest)) != nil }
        // Where the template's name ends, each dash may say.
        return rest.indices.filter { rest[$0] == "-" }.contains { end in
            let set = own.entry("StatefulSet", dependency.namespace, String(rest[rest.index(after: end)...]))
            return set?.object["spec", "volumeClaimTemplates"]?.elements.contains {
                $0["metadata"]?["name"]?.string == String(rest[..<end])
            } == true
        }
    }

    /// Whether an object is of a type as `kubectl get` takes it, `certificates.v1.cert-manager.io` among its forms.
    private static func `is`(_ entry: Entry, ofType type: String) -> Bool {
        let words = type.split(separator: ".", maxSplits: 1).map(String.init)
        guard let first = words.first else { return false }
        let kind = entry.object.kind.lowercased()
        let group = words.count > 1 ? words[1] : ""
        guard group == entry.object.group || group.hasSuffix(".\(entry.object.group)") else { return false }
        let plurals = [kind + "s", kind + "es", kind.hasSuffix("y") ? kind.dropLast() + "ies" : kind]
        return first == kind || plurals.contains(first)
    }
}

extension Dependency {
    /// The object alone, whatever is asked of it.
    var withoutOptions: Dependency {
        Dependency(kind: kind, resourceType: resourceType, namespace: namespace, target: target)
    }

    /// The host that is connected to; nil where none is named.
    var host: String? {
        switch target {
        case .address(let host, _): host
        case .url(let url): ClusterName.host(ofURL: url)
        default: nil
        }
    }
}
