import Readiness

/// Which controllers of a record are looked up next: all in turn, those that nobody has looked for the longest first.
struct SweepOrder: Sendable {
    private var turns: [PodController.Identity: Int] = [:]
    private var turn = 0

    /// An order in which nobody has been looked up.
    init() {}

    /// The controllers to look up now, and notes that they are.
    mutating func next(of record: MemoryRecord, limit: Int) -> [PodController] {
        var controllers: [PodController.Identity: (controller: PodController, oldest: Int)] = [:]
        for fact in record.all {
            let moment = fact.completedAt?.seconds ?? .min
            let known = controllers[fact.controller.identity]?.oldest ?? .max
            controllers[fact.controller.identity] = (fact.controller, min(known, moment))
        }
        turns = turns.filter { controllers[$0.key] != nil }
        turn &+= 1
        let chosen = controllers.sorted {
            (turns[$0.key] ?? 0, $0.value.oldest, $0.key.uid, $0.key.revision)
                < (turns[$1.key] ?? 0, $1.value.oldest, $1.key.uid, $1.key.revision)
        }.prefix(limit)
        for (identity, _) in chosen { turns[identity] = turn }
        return chosen.map(\.value.controller)
    }
}

extension MemoryRecord {
    /// The facts to drop once it is known which controllers are gone.
    ///
    /// A fact goes with its controller. One that is shared stays while its owner, by kind and name, is there, unless a
    /// newer one of the same owner says the same.
    ///
    /// - Parameter hasOwner: whether the owner of a controller that is gone may still be there.
    func keysToDrop(
        gone: Set<PodController.Identity>, hasOwner: (CompletionFact) -> Bool
    ) -> [CompletionFact.Key] {
        all.filter { fact in
            guard gone.contains(fact.controller.identity) else { return false }
            return !fact.isShared || newest(of: fact.ownerKey) != fact || !hasOwner(fact)
        }.map(\.key)
    }
}
