import JSONText
package import KubernetesClient

/// What reading one pod from the API server has shown.
package enum PodReading: Sendable {
    /// The pod is there.
    case found(GatedPod)
    /// There is no pod of that name.
    case missing
    /// It cannot be told; the text says why, for the client.
    case failed(String)

    /// Every label.
    static let labels = ["found", "missing", "failed"]

    /// What came of it, in one word of a fixed set, for metrics.
    var label: String {
        switch self {
        case .found: "found"
        case .missing: "missing"
        case .failed: "failed"
        }
    }
}

/// Reads single pods from the API server.
package protocol PodReader: Sendable {
    /// Reads one pod, within bounds of time and size of its own.
    func read(_ pod: ObjectName) async -> PodReading
}

/// The one that asks a Kubernetes API server.
package struct KubernetesPodReader: PodReader {
    /// The largest pod that is read, in bytes: the API server takes objects of up to 1.5 MiB, and answers in more digits.
    static let largestPod = 4 << 20

    private let client: KubernetesClient
    private let repository: String

    /// A reader whose requests share `client`.
    ///
    /// - Parameter repository: the repository of our image.
    package init(client: KubernetesClient, repository: String) {
        self.client = client
        self.repository = repository
    }

    /// Makes one GET request, of ten seconds at most.
    package func read(_ pod: ObjectName) async -> PodReading {
        let path = ResourceType.pods.path(namespace: pod.namespace, name: pod.name)
        let request = APIRequest(.get, path, deadline: .seconds(10), bodyLimit: Self.largestPod)
        let response: APIResponse
        do throws(KubernetesError) {
            response = try await client.send(request, to: "read Pod \(pod)")
        } catch {
            return error.code == .notFound ? .missing : .failed(error.message)
        }
        do throws(JSONError) {
            var reader = JSONReader(response.body.span)
            let found = try GatedPod(reading: &reader, repository: repository)
            return found.objectName == pod ? .found(found) : .failed("the API server sent another Pod")
        } catch {
            return .failed("the API server sent a Pod that cannot be read: \(error)")
        }
    }
}
