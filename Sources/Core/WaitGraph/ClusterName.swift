/// The Service that a host name means inside a cluster (kubernetes.io/docs/concepts/services-networking/dns-pod-service).
package struct ClusterName: Hashable, Sendable {
    /// The Service's name.
    package let service: String
    /// Its namespace.
    package let namespace: String

    /// Reads `redis`, `redis.infra`, `redis.infra.svc` and `redis.infra.svc.cluster.local`, asked for in `namespace`. Nil
    /// where the name has another form; whether there is such a Service is another question.
    package init?(host: String, from namespace: String) {
        var parts = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if parts.last == "" { parts.removeLast() }
        guard 1...6 ~= parts.count, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        // A pod of a StatefulSet has a name of its own below its Service's.
        if parts.count >= 3, parts.last == "local", parts.dropLast().last == "cluster" { parts.removeLast(2) }
        if parts.count == 3 || parts.count == 4 {
            guard parts.last == "svc" else { return nil }
            parts.removeLast()
            if parts.count == 3 { parts.removeFirst() }
        }
        switch parts.count {
        case 1: (service, self.namespace) = (parts[0], namespace)
        case 2: (service, self.namespace) = (parts[0], parts[1])
        default: return nil
        }
    }

    /// The host of a URL; nil where there is none, or an IPv6 address.
    package static func host(ofURL url: String) -> String? {
        guard let scheme = url.firstRange(of: "://") else { return nil }
        let authority = url[scheme.upperBound...].prefix { !"/?#".contains($0) }
        let address = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let host = address.prefix { $0 != ":" && $0 != "[" }
        return host.isEmpty ? nil : String(host)
    }
}
