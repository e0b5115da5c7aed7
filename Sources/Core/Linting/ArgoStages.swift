import Manifests

/// The order in which Argo CD brings an application (argo-cd.readthedocs.io, "Sync Phases and Waves"): phases, in each of them
/// waves, each healthy before the next one begins. Helm's hooks are taken for its own.
struct ArgoStages {
    private static let hookKey = "argocd.argoproj.io/hook"
    private static let waveKey = "argocd.argoproj.io/sync-wave"

    private let inventory: Inventory

    /// The application that the objects are; nil where none of them says that Argo CD brings it.
    init?(_ inventory: Inventory) {
        guard
            inventory.entries.contains(where: {
                $0.annotation(Self.hookKey) != nil || $0.annotation(Self.waveKey) != nil
            })
        else { return nil }
        self.inventory = inventory
    }

    /// The deadlocks of a sync.
    var order: StageOrder {
        let kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Job"]
        return StageOrder(
            rule: .argoSyncOrder, stage: stage,
            isAwaited: { index in kinds.contains(inventory.entries[index].object.kind) },
            message: { waiter, target, own, later in
                "Argo CD waits until \(waiter), \(own.title), is healthy before it brings \(target) (\(later.title)), which "
                    + "\(waiter) waits for: neither ever happens. Put what is waited for into the same wave or an earlier one."
            })
    }

    private func stage(_ index: Int) -> Stage? {
        let entry = inventory.entries[index]
        let own = entry.annotation(Self.hookKey)
        let words = (own ?? entry.annotation("helm.sh/hook") ?? "Sync").split(separator: ",").map {
            $0.filter { $0 != " " }
        }
        let phases = [
            "PreSync": 0, "pre-install": 0, "pre-upgrade": 0, "Sync": 1, "PostSync": 2, "post-install": 2,
            "post-upgrade": 2,
        ]
        // Skip, SyncFail, PostDelete and Helm's other hooks are no part of a sync that goes well.
        guard let phase = words.compactMap({ phases[$0] }).min() else { return nil }
        let wave =
            (entry.annotation(Self.waveKey) ?? entry.annotation("helm.sh/hook-weight"))
            .flatMap { Int($0) } ?? 0
        let name = ["PreSync", "Sync", "PostSync"][phase]
        return Stage(
            phase: phase, wave: wave, name: "", title: phase == 1 ? "sync wave \(wave)" : "\(name) wave \(wave)")
    }
}
