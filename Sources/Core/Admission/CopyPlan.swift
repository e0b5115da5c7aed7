/// Which of a workload's own wait annotations go into its pod template, and which copies there are changed or taken out.
///
/// A template's own value wins. A value there is a copy where `wait.k8s/copied` lists its key, now or before the change
/// under review, and where it says what the workload itself says, or is what it was before: somebody who has given the
/// template another value in the same change wants that one. No copy is what a manifest states for the template.
struct CopyPlan: Sendable {
    /// One annotation of the template as it is to be.
    struct Entry: Sendable {
        /// The key.
        let key: String
        /// The value.
        let value: String
        /// The change under review adds it or gives it this value, wherever it comes from.
        let isChanged: Bool
        /// What the template says now; nil where it says nothing.
        let present: String?

        /// The template does not say so yet.
        var isWritten: Bool { !WaitAnnotations.areEqual(present, value) }
    }

    /// All wait annotations of the template as it is to be.
    private(set) var entries: [Entry] = []
    /// The copies that are taken out of the template, by key, in order.
    private(set) var removals: [String] = []
    /// The keys of the workload's own annotations that the change under review gives or leaves without effect, though it
    /// changes them or the template: the template says something else.
    private(set) var shadowed: [String] = []
    /// The keys that `wait.k8s/copied` is to list, in order.
    private(set) var copied: [String] = []

    /// The change under review adds, changes or removes something here, so that whoever makes it may want to hear more.
    var isNews: Bool { !removals.isEmpty || entries.contains { $0.isChanged || $0.isWritten } }

    /// What is to be written into the template, in the order of the keys.
    var writes: [Entry] { entries.filter(\.isWritten) }

    /// The template's annotations as they are to be.
    var annotations: [(key: String, value: String)] { entries.map { ($0.key, $0.value) } }

    /// Those that the change under review adds or changes.
    var changed: [(key: String, value: String)] { entries.filter(\.isChanged).map { ($0.key, $0.value) } }

    /// Compares an object with what it was; nil where it is new. `claimed` are the keys that manifests state for the
    /// template; it is asked only where something may be a copy, now or after this.
    init(_ new: WorkloadObject, replacing old: WorkloadObject?, claimed: () -> Set<String>) {
        let own = new.metadata.annotations
        let present = new.template?.annotations ?? WaitAnnotations()
        let before = old?.template?.annotations ?? WaitAnnotations()
        let listed = Set(own.listedKeys + (old?.metadata.annotations.listedKeys ?? []))
        let keys = listed.union(own.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let claimed = keys.isEmpty ? [] : claimed()

        var replaced: Set<String> = []
        for key in keys {
            let (wanted, found) = (own[key], present[key])
            if let found {
                let isCopy =
                    listed.contains(key) && !claimed.contains(key)
                    && (WaitAnnotations.areEqual(found, wanted) || old == nil
                        || WaitAnnotations.areEqual(found, before[key]))
                guard isCopy else {
                    let isNews =
                        old.map { old in
                            !WaitAnnotations.areEqual(old.metadata.annotations[key], wanted) || listed.contains(key)
                        } ?? false
                    if isNews, wanted != nil, !WaitAnnotations.areEqual(found, wanted) { shadowed.append(key) }
                    continue
                }
                replaced.insert(key)
            }
            if let wanted {
                entries.append(
                    Entry(
                        key: key, value: wanted,
                        isChanged: old.map { !WaitAnnotations.areEqual($0.metadata.annotations[key], wanted) } ?? true,
                        present: found))
                // What a manifest states for the template is no copy even where it had got lost.
                if !claimed.contains(key) { copied.append(key) }
            } else if found != nil {
                removals.append(key)
            }
        }
        for (key, value) in present.entries where !replaced.contains(key) {
            let isChanged = old == nil || !WaitAnnotations.areEqual(before[key], value)
            entries.append(Entry(key: key, value: value, isChanged: isChanged, present: value))
        }
    }

    /// The plan without writing these keys: what the template says of them stays, which may be nothing.
    func leavingOut(_ keys: Set<String>) -> CopyPlan {
        var plan = self
        plan.entries = entries.compactMap { entry in
            guard entry.isWritten, keys.contains(entry.key) else { return entry }
            return entry.present.map { Entry(key: entry.key, value: $0, isChanged: false, present: $0) }
        }
        let left = Set(plan.entries.map(\.key))
        plan.copied.removeAll { !left.contains($0) }
        return plan
    }
}
