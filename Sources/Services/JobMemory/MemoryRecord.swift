import Readiness

/// A set of facts, found by controller revision and by owner. A value: replicas read, merge and write whole records.
struct MemoryRecord: Hashable, Sendable {
    private var facts: [CompletionFact.Key: CompletionFact] = [:]
    private var keysOfOwner: [CompletionFact.OwnerKey: Set<CompletionFact.Key>] = [:]
    /// How many bytes the facts take as text, each with the comma after it.
    private var factBytes = 0

    /// A record of no facts.
    init() {}

    /// How many facts there are.
    var count: Int { facts.count }

    /// Every fact, in no order.
    var all: Dictionary<CompletionFact.Key, CompletionFact>.Values { facts.values }

    /// How long the text of the record is, in bytes; never less than it turns out to be.
    var byteCount: Int { MemoryRecord.emptyText.count + factBytes }

    /// The fact of that key.
    subscript(key: CompletionFact.Key) -> CompletionFact? { facts[key] }

    /// The newest completion that pods of a workload saw, whatever their revision.
    func newest(of owner: CompletionFact.OwnerKey) -> CompletionFact? {
        (keysOfOwner[owner] ?? []).compactMap { facts[$0] }
            .max { ($0.completedAt ?? .distantPast, $0.jobUID) < ($1.completedAt ?? .distantPast, $1.jobUID) }
    }

    // MARK: Writing

    /// Whether adding the fact would change the record.
    func learns(from fact: CompletionFact) -> Bool {
        facts[fact.key].map { fact.merged(with: $0) != $0 } ?? true
    }

    /// Adds a fact, or what it says more than the one of its key.
    mutating func insert(_ fact: CompletionFact) {
        let merged = facts[fact.key].map { fact.merged(with: $0) } ?? fact
        remove(fact.key)
        facts[merged.key] = merged
        keysOfOwner[merged.ownerKey, default: []].insert(merged.key)
        factBytes += merged.json.count + 1
    }

    /// Adds a fact unless the record's text would become longer than that; false if it would.
    mutating func insert(_ fact: CompletionFact, limit: Int) -> Bool {
        var grown = byteCount + fact.json.count + 1
        if let old = facts[fact.key] { grown -= old.json.count + 1 }
        guard grown <= limit else { return false }
        insert(fact)
        return true
    }

    /// Removes the fact of a key, if there is one.
    mutating func remove(_ key: CompletionFact.Key) {
        guard let old = facts.removeValue(forKey: key) else { return }
        factBytes -= old.json.count + 1
        keysOfOwner[old.ownerKey]?.remove(key)
        if keysOfOwner[old.ownerKey]?.isEmpty == true { keysOfOwner[old.ownerKey] = nil }
    }

    /// The Jobs about which one of two records says what the other does not.
    func jobs(changedIn other: MemoryRecord) -> Set<CompletionFact.JobKey> {
        var changed: Set<CompletionFact.JobKey> = []
        for (key, fact) in facts where other.facts[key] != fact { changed.insert(fact.job) }
        for (key, fact) in other.facts where facts[key] == nil { changed.insert(fact.job) }
        return changed
    }
}

extension Timestamp {
    /// Before every moment that an object can name.
    static let distantPast = Timestamp(seconds: .min)
}
