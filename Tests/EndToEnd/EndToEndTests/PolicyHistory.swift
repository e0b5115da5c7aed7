import KubernetesTestKit
import Locking
import ServerTestKit

/// All that became of one policy, in the API server's order, as a watch tells it.
final class PolicyHistory: Sendable {
    /// The policy from one version on.
    struct Entry: Sendable {
        /// The API server's version.
        let version: Int
        /// Which version of the spec it is; nil for a policy that is gone.
        let generation: Int?
        /// Whether the policy is accepted in this generation.
        let isAccepted: Bool
    }

    private let entries = Locked<[Entry]>([])
    private let watch: WatchSubscription

    /// Watches the policies in namespace `shop`, of which there must be one at most.
    init(in cluster: Cluster, path: String) async throws {
        let request = APIRequest("GET", "\(path)?watch=true&resourceVersion=\(cluster.resourceVersion)")
        guard case .watch(let watch) = await cluster.handle(request) else {
            throw ChildProcess.StartFailure(description: "the policies cannot be watched")
        }
        self.watch = watch
        Task {
            while case .lines(let bytes, _) = await watch.queue.next() {
                let news = bytes.split(separator: UInt8(ascii: "\n")).compactMap { Self.entry(Array($0)) }
                self.entries.withLock { $0 += news }
            }
        }
    }

    /// Watches no more.
    func end() { watch.queue.end() }

    /// The newest.
    var latest: Entry? { entries.withLock { $0.last } }

    /// What a pod must have waited for; `waits` are the Services by generation. Nil where either of several is right.
    func duty(of pod: SteadyPods.Birth, _ waits: (Int) -> String) -> String?? {
        entries.withLock { entries in
            guard let before = entries.last(where: { $0.version <= pod.began }), before.isAccepted,
                let generation = before.generation
            else { return nil }
            let meanwhile = entries.filter { pod.began..<pod.version ~= $0.version - 1 }
            return meanwhile.allSatisfy { $0.generation == generation } ? .some(waits(generation)) : nil
        }
    }

    private static func entry(_ line: [UInt8]) -> Entry? {
        guard let event = try? JSONValue(json: line), let object = event["object"],
            let version = object.at("metadata", "resourceVersion")?.string.flatMap({ Int($0) })
        else { return nil }
        let isThere = event["type"]?.string != "DELETED"
        let generation = object.at("metadata", "generation")?.integer
        let condition = object.at("status", "conditions")?.array?.first
        return Entry(
            version: version, generation: isThere ? generation : nil,
            isAccepted: isThere && condition?["status"]?.string == "True"
                && condition?["observedGeneration"]?.integer == generation)
    }
}
