package import KubernetesClient

/// Tells what the name of a kind stands for in this cluster.
package protocol ResourceDiscovery: Sendable {
    /// What a name means, written as `kubectl get` takes it. It may take as long as the API server does.
    func resolve(_ name: String) async -> Resolution
    /// A CustomResourceDefinition has come, gone or changed: what was found out may be wrong.
    func expectChange() async
}

extension Discovery: ResourceDiscovery {}
