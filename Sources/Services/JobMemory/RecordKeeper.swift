import KubernetesClient
import Readiness

/// The record as far as the API server has acknowledged it, and what is still to be written into it.
///
/// Pure and single-writer: what was read and written comes in, what is to be written goes out. Several replicas write the
/// same ConfigMap: each write says which version it is made from, and one that comes too late is made again from the newest.
struct RecordKeeper: Sendable {
    /// What is known of the ConfigMap.
    enum Base: Hashable, Sendable {
        /// Nothing: it has not been read, or another replica has just written it.
        case unread
        /// There is none.
        case absent
        /// It is there, in this version.
        case version(String)
        /// It is there, and its text is not understood: it is neither believed nor overwritten.
        case unreadable(String)
        /// There is no place for one: facts are held in this process alone, and count at once.
        case nowhere
    }

    /// A record to be written.
    struct Write: Hashable, Sendable {
        /// The version to write over; nil to create the ConfigMap.
        let version: String?
        /// What had been read when it was made.
        let readings: ReadingCount
        /// The record.
        let record: MemoryRecord
        /// The facts that are new in it.
        let added: [CompletionFact]
        /// The facts that are no longer in it.
        let removed: Set<CompletionFact.Key>
        /// New facts for which there is no room.
        let overflow: [CompletionFact]
    }

    /// What becomes of a fact that is handed in.
    enum Acceptance: Hashable, Sendable {
        /// The record says it already, or it waits to be written.
        case known
        /// It is to be written.
        case queued
        /// Too many facts wait to be written.
        case refused
    }

    /// What is known of the ConfigMap.
    private(set) var base: Base
    /// What has been acknowledged. Only this is believed.
    private(set) var record = MemoryRecord()
    private var additions: [CompletionFact.Key: CompletionFact] = [:]
    private var removals: Set<CompletionFact.Key> = []
    private var readings = ReadingCount()
    private let byteLimit: Int
    private let queueLimit: Int

    /// A keeper that has read nothing.
    ///
    /// - Parameters:
    ///   - hasPlace: whether there is a ConfigMap to read and write.
    ///   - byteLimit: how long the text of the record may become by what is added here.
    ///   - queueLimit: how many facts may wait to be written.
    init(hasPlace: Bool = true, byteLimit: Int, queueLimit: Int) {
        base = hasPlace ? .unread : .nowhere
        self.byteLimit = byteLimit
        self.queueLimit = queueLimit
    }

    /// Whether there is something to write.
    var hasWork: Bool { !additions.isEmpty || !removals.isEmpty }

    // MARK: What was read

    /// The ConfigMap as it is now. What it says replaces all that was acknowledged before.
    ///
    /// - Parameter isAnswer: it was asked for, as `base` was unread. Where the watch has told since, the answer may be
    ///   older than that, and counts for nothing.
    mutating func observe(_ document: ConfigMapDocument, isAnswer: Bool = false) {
        guard !isAnswer || base == .unread else { return }
        readings.increment()
        switch document.content {
        case .record(let record):
            self.record = record
            base = .version(document.version)
        case .unreadable(let reason):
            record = MemoryRecord()
            base = .unreadable(reason)
        }
        dropWhatIsSaid()
    }

    /// There is no ConfigMap; whoever deleted it wanted everything forgotten that was written before. `isAnswer` as in
    /// `observe`.
    mutating func observeAbsence(isAnswer: Bool = false) {
        guard !isAnswer || base == .unread else { return }
        readings.increment()
        record = MemoryRecord()
        base = .absent
        dropWhatIsSaid()
    }

    // MARK: What is to be written

    /// Takes a fact that a wait has seen.
    mutating func add(_ fact: CompletionFact) -> Acceptance {
        guard record.learns(from: fact) || removals.contains(fact.key) else { return .known }
        if base == .nowhere { return record.insert(fact, limit: byteLimit) ? .known : .refused }
        let known = additions[fact.key]
        if let known, fact.merged(with: known) == known { return .known }
        guard known != nil || additions.count < queueLimit else { return .refused }
        additions[fact.key] = known.map { fact.merged(with: $0) } ?? fact
        removals.remove(fact.key)
        return .queued
    }

    /// Facts are to be dropped: their controllers are gone.
    mutating func remove(_ keys: some Sequence<CompletionFact.Key>) {
        for key in keys where record[key] != nil {
            if base == .nowhere { record.remove(key) } else { removals.insert(key) }
        }
    }

    /// New facts are given up, since there is no room for them.
    mutating func abandon(_ facts: [CompletionFact]) {
        for fact in facts where additions[fact.key] == fact { additions[fact.key] = nil }
    }

    /// What to write now; nil if there is nothing, or nothing may be written. Old completions go first where not all fit.
    var nextWrite: Write? {
        let version: String?
        switch base {
        case .unread, .unreadable, .nowhere: return nil
        case .absent: version = nil
        case .version(let known): version = known
        }
        guard hasWork else { return nil }
        var merged = record
        for key in removals { merged.remove(key) }
        var added: [CompletionFact] = []
        var overflow: [CompletionFact] = []
        let sorted = additions.values.sorted {
            ($0.completedAt ?? .distantPast, $0.jobUID) < ($1.completedAt ?? .distantPast, $1.jobUID)
        }
        for fact in sorted {
            if merged.insert(fact, limit: byteLimit) { added.append(fact) } else { overflow.append(fact) }
        }
        return Write(
            version: version, readings: readings, record: merged, added: added, removed: removals, overflow: overflow)
    }

    // MARK: What became of it

    /// The API server has stored a write, as this version. What it added counts from now on; what others have written in
    /// the meantime comes with the watch.
    mutating func acknowledge(_ write: Write, version: String) {
        guard readings == write.readings else { return }
        for fact in write.added { record.insert(fact) }
        for key in write.removed { record.remove(key) }
        base = .version(version)
        dropWhatIsSaid()
    }

    /// Somebody else was faster: the ConfigMap is to be read before anything is written.
    mutating func noteConflict() {
        if case .unreadable = base { return }
        base = .unread
    }

    private mutating func dropWhatIsSaid() {
        for (key, fact) in additions where !record.learns(from: fact) { additions[key] = nil }
        removals = removals.filter { record[$0] != nil }
    }
}
