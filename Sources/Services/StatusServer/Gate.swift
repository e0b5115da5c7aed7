import Dependencies
import KubernetesClient
import Readiness

/// Whose leave a question needs: that of the Namespace that it is about, for pods of the namespace that asks.
struct Gate: Hashable, Sendable {
    /// The Namespace that has to grant it.
    let namespace: String
    /// The namespace of the pods that ask.
    let asker: String

    /// Whether the question is granted, as far as is known. An unknown Namespace grants nothing.
    func isOpen(in cache: ObjectCache) -> Bool {
        guard let id = cache.find(.namespaces) else { return false }
        switch cache.state(of: id) {
        case .current, .relisting: return grant(in: cache, id).admits(asker)
        case .unsynced, .interrupted, .forbidden: return false
        }
    }

    /// The verdict as long as it is not. Whether a Namespace exists is not told to those whom it does not know.
    func verdict(on dependency: Dependency, in cache: ObjectCache) -> Verdict {
        let name = dependency.displayName
        let id = cache.find(.namespaces)
        if let id, cache.unreadable(in: id).contains(ObjectName(namespace: "", name: namespace)) {
            let message = "\(name): the API server sent a Namespace that this server cannot read; see its log"
            return Verdict(.unknown, .unreadable, message)
        }
        if let id, grant(in: cache, id) == .malformed {
            let message =
                "\(name): annotation \(GateMark.allowFrom) of namespace \(namespace) is not a list of namespaces, so it "
                + "grants nothing; write \(GateMark.allowFrom): \(asker)"
            return Verdict(.waiting, .notGranted, message)
        }
        let message =
            "\(name): namespace \(namespace) does not grant this to pods of namespace \(asker); annotate it with "
            + "\(GateMark.allowFrom): \(asker)"
        return Verdict(.waiting, .notGranted, message)
    }

    private func grant(in cache: ObjectCache, _ id: CollectionID) -> NamespaceGrant {
        cache.records(NamespaceRecord.self, of: id)?[ObjectName(namespace: "", name: namespace)]?.grant ?? .nobody
    }
}
