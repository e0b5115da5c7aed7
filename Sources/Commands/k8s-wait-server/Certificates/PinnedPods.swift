internal import Dependencies
internal import JSONText
internal import KubernetesClient

/// The gated pods of a cluster.
enum PinnedPods {
    /// All of them. Throws when they cannot be listed.
    static func all(of client: KubernetesClient) async throws(KubernetesError) -> [PinnedPod] {
        let selector = "\(GateMark.label)=\(GateMark.labelValue)"
        let pods = try await client.list(.pods, labelSelector: selector) { reader throws(JSONError) in
            try PinnedPod(reader.readRawValue())
        }
        return pods ?? []
    }
}
