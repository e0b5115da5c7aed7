import KubernetesTestKit
import Locking

/// Pods that are created all the time, two at a time, and what each waits for.
final class SteadyPods: Sendable {
    /// A pod that was created.
    struct Birth: Sendable {
        /// The cluster's version when its creation began.
        let began: Int
        /// Its own.
        let version: Int
        /// The Services that it waits for; nil where it has no container of ours.
        let waits: String?
    }

    private struct State {
        var births: [Birth] = []
        var refusals: [String] = []
    }

    private let cluster: Cluster
    private let state = Locked(State())
    private let creators = Locked<[Task<Void, Never>]>([])

    /// Begins.
    init(in cluster: Cluster) {
        self.cluster = cluster
        let tasks = (0..<2).map { _ in
            Task {
                while !Task.isCancelled {
                    await self.create()
                    try? await Task.sleep(for: .milliseconds(40))
                }
            }
        }
        creators.withLock { $0 = tasks }
    }

    /// All so far.
    var births: [Birth] { state.withLock { $0.births } }

    /// What pods were refused for, which are created again: replicas go away under them.
    var refusals: [String] { state.withLock { $0.refusals } }

    /// Waits until so many more have been created whose creation began from now on.
    func wait(for count: Int) async throws {
        let version = cluster.resourceVersion
        try await eventually { births.count { $0.began >= version } >= count }
    }

    /// Creates no more.
    func stop() async {
        for task in creators.withLock({ $0 }) {
            task.cancel()
            await task.value
        }
    }

    private func create() async {
        let began = cluster.resourceVersion
        let request = APIRequest("POST", "/api/v1/namespaces/shop/pods", body: Manifests.pod([:]).compact)
        guard case .answer(let answer) = await cluster.handle(request) else { return }
        guard let pod = try? JSONValue(json: answer.body) else { return }
        guard answer.status == 201, let version = pod.at("metadata", "resourceVersion")?.string.flatMap({ Int($0) })
        else {
            state.withLock { $0.refusals.append(pod["message"]?.string ?? "HTTP \(answer.status)") }
            return
        }
        let birth = Birth(began: began, version: version, waits: Self.waits(pod))
        state.withLock { $0.births.append(birth) }
    }

    /// What a pod waits for by its arguments; nil where it has no container of ours.
    static func waits(_ pod: JSONValue) -> String? {
        let containers = pod.at("spec", "initContainers")?.array ?? []
        let ours = containers.first { $0["name"]?.string == "k8s-wait" }
        let items = ours?["args"]?.array?.compactMap(\.string).filter { $0.hasPrefix("service/") }
        return items?.joined(separator: " ")
    }
}
