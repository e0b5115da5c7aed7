import Manifests

/// The order in which Helm brings a release (helm.sh/docs/topics/charts_hooks): hooks before it one by one, its objects, which
/// `--wait` waits for, hooks after it one by one.
struct HelmStages {
    private static let hookKey = "helm.sh/hook"
    private static let weightKey = "helm.sh/hook-weight"

    private let inventory: Inventory

    /// The release that the objects are; nil where none of them says that Helm brings it.
    init?(_ inventory: Inventory) {
        guard
            inventory.entries.contains(where: {
                $0.annotation(Self.hookKey) != nil || $0.label("app.kubernetes.io/managed-by") == "Helm"
            })
        else { return nil }
        self.inventory = inventory
    }

    /// The deadlocks of installing it, and of upgrading it.
    var orders: [StageOrder] {
        [
            hookOrder(["pre-install", "post-install"]), hookOrder(["pre-upgrade", "post-upgrade"]), waitOrder,
            jobOrder, otherHookOrder,
        ].map { order in
            var order = order
            order.isOrdered = areOfOneRelease
            return order
        }
    }

    /// The events at which an object is brought as a hook; none for an object of the release.
    private static func hooks(of entry: Inventory.Entry) -> [String] {
        guard let hook = entry.annotation(hookKey) else { return [] }
        return hook.split(separator: ",").map { $0.filter { $0 != " " } }
    }

    private static func weight(of entry: Inventory.Entry) -> Int {
        entry.annotation(weightKey).flatMap { Int($0) } ?? 0
    }

    /// Whether Helm waits for it to finish as a hook: hooks of other kinds count as done once they are there.
    private static func isRunToItsEnd(_ entry: Inventory.Entry) -> Bool { ["Job", "Pod"].contains(entry.object.kind) }

    /// Several releases may be given at once; their charts say which is which, as a rule.
    private func areOfOneRelease(_ one: Int, _ other: Int) -> Bool {
        let key = "app.kubernetes.io/instance"
        guard let one = inventory.entries[one].label(key), let other = inventory.entries[other].label(key) else {
            return true
        }
        return one == other
    }

    private func stage(_ index: Int, _ events: [String]) -> Stage? {
        let entry = inventory.entries[index]
        let hooks = Self.hooks(of: entry)
        // What is a hook for Argo CD alone is not meant to be brought by Helm.
        guard !hooks.isEmpty || entry.annotation("argocd.argoproj.io/hook") == nil else { return nil }
        guard !hooks.isEmpty else { return Stage(phase: 1, wave: 0, name: "", title: "an object of the release") }
        guard let event = events.first(where: hooks.contains) else { return nil }
        let weight = Self.weight(of: entry)
        return Stage(
            phase: event == events[0] ? 0 : 2, wave: weight,
            // Of hooks of a weight those come first that run to no end, or so Helm's documentation has it.
            name: Self.isRunToItsEnd(entry) ? entry.object.name : "",
            title: "a \(event) hook of weight \(weight)")
    }

    /// A hook holds up everything that comes after it, whether anybody waits or not. What was there before an upgrade is
    /// there during its pre-upgrade hooks, unless it is a hook itself.
    private func hookOrder(_ events: [String]) -> StageOrder {
        StageOrder(
            rule: .helmHookOrder,
            stage: { index in
                let stage = stage(index, events)
                guard events[0] == "pre-upgrade", stage?.phase == 1 else { return stage }
                return nil
            },
            isAwaited: { index in
                let entry = inventory.entries[index]
                return Self.isRunToItsEnd(entry) && !Self.hooks(of: entry).isEmpty
            },
            message: { _, target, own, later in
                "Helm runs this \(own.title.dropFirst(2)) to its end before it creates \(target) (\(later.title)): it "
                    + "never ends. "
                    + (own.phase == 0 && later.phase == 1
                        ? "Make it a post-install hook or an ordinary Job, or make a hook of what it waits for."
                        : "Give what is waited for a lower weight or an earlier hook.")
            })
    }

    /// `helm --wait`, `--atomic` and Flux wait for the release's own workloads before they run the hooks after it.
    private var waitOrder: StageOrder {
        let kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"]
        return StageOrder(
            rule: .helmWait,
            stage: stage,
            isAwaited: { index in
                let entry = inventory.entries[index]
                return kinds.contains(entry.object.kind) && Self.hooks(of: entry).isEmpty
            },
            message: { waiter, target, _, later in
                "helm --wait waits until \(waiter) is ready before it creates \(target) (\(later.title)), which \(waiter) "
                    + "waits for: neither ever happens. Make that hook an ordinary Job, or pre-install and pre-upgrade."
            })
    }

    /// `--wait-for-jobs`, which Flux has by default, waits for the release's own Jobs likewise.
    private var jobOrder: StageOrder {
        StageOrder(
            rule: .helmWait,
            stage: stage,
            isAwaited: { index in
                let entry = inventory.entries[index]
                return entry.object.kind == "Job" && Self.hooks(of: entry).isEmpty
            },
            message: { waiter, target, _, later in
                "helm --wait --wait-for-jobs, which is what Flux does, waits until \(waiter) is complete before it creates "
                    + "\(target) (\(later.title)), which \(waiter) waits for: neither ever happens. Make both hooks, or "
                    + "both ordinary Jobs."
            })
    }

    /// Hooks of tests, rollbacks and deletions come with no install and no upgrade.
    private var otherHookOrder: StageOrder {
        StageOrder(
            rule: .helmHookOrder,
            stage: { index in
                let hooks = Self.hooks(of: inventory.entries[index])
                let isOther = !hooks.isEmpty && stage(index) == nil
                return Stage(
                    phase: isOther ? 3 : 1, wave: 0, name: "", title: "a \(hooks.joined(separator: ", ")) hook")
            },
            isAwaited: { index in stage(index) != nil },
            message: { waiter, target, _, later in
                "Helm creates \(target) (\(later.title)), which \(waiter) waits for, neither at installs nor at upgrades: "
                    + "it waits for ever. Wait for something of the release instead."
            })
    }

    /// When an install brings an object, or else an upgrade; nil for hooks of other occasions.
    private func stage(_ index: Int) -> Stage? {
        stage(index, ["pre-install", "post-install"]) ?? stage(index, ["pre-upgrade", "post-upgrade"])
    }
}
