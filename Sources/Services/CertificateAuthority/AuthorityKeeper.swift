import KubernetesClient

/// The authorities as far as the API server has acknowledged them, and what is still to be written into their Secret.
///
/// Pure and single-writer: what was read and written comes in, what is to be written goes out. All replicas write the same
/// Secret: each write says which version it is made from, and one that comes too late is judged again from the newest.
///
/// What was read last and understood is held whatever happens to the Secret afterwards, since everybody who waits trusts
/// it:
/// - A Secret that is **gone**, or has lost all its data, is written again from what is held: that strands nobody. Another
///   replica that has started meanwhile and found none may have been faster with a new pair; then that one holds.
/// - A Secret that **cannot be read** is never written: it may be of a newer version, or somebody's who chose the same
///   name, and keys that are overwritten are lost for good. Its owner mends it, or deletes it, and then it is written anew.
struct AuthorityKeeper: Sendable {
    /// What is known of the Secret.
    enum Base: Hashable, Sendable {
        /// Nothing: it has not been read, or another replica has just written it.
        case unread
        /// There is none.
        case absent
        /// It is there in this version, without data.
        case empty(String)
        /// It is there in this version, and `held` is what it says.
        case version(String)
        /// It is there, and its data are not understood.
        case unreadable(String)
    }

    /// What to write.
    enum Change: Hashable, Sendable {
        /// The first authorities that there are.
        case beginning
        /// Those that are held.
        case restoration(AuthorityDocument)
        /// Those that are held, after what they need now.
        case rotation(AuthorityDocument, RotationSchedule.Change)
    }

    /// Something to write, and where.
    struct Write: Hashable, Sendable {
        /// The version to write over; nil to create the Secret.
        let resourceVersion: String?
        /// What.
        let change: Change
        /// What had been read when it was made.
        let readings: ReadingCount
    }

    /// What is known of the Secret.
    private(set) var base = Base.unread
    /// What was last read and understood, or written; nil before the first time.
    private(set) var held: AuthorityDocument?
    /// When a Secret that was there and of which nothing is held was seen to be gone, in seconds since 1970.
    private var vanished: Int64?
    private var readings = ReadingCount()
    private let schedule: RotationSchedule

    /// How long a replica that holds nothing leaves it to others to write a Secret again that has vanished, in seconds.
    static let courtesy: Int64 = 5

    /// A keeper that has read nothing.
    init(_ schedule: RotationSchedule) { self.schedule = schedule }

    /// The Secret as it is now.
    ///
    /// - Parameter isAnswer: it was asked for, as `base` was unread. Where the watch has told since, the answer may be
    ///   older than that, and counts for nothing.
    mutating func observe(_ document: SecretDocument, isAnswer: Bool = false) {
        guard !isAnswer || base == .unread else { return }
        readings.increment()
        switch document.content {
        case .authorities(let authorities):
            held = authorities
            base = .version(document.resourceVersion)
        case .empty: base = .empty(document.resourceVersion)
        case .unreadable(let reason): base = .unreadable(reason)
        }
    }

    /// There is no Secret; `isAnswer` as in `observe`.
    mutating func observeAbsence(now: Int64, isAnswer: Bool = false) {
        guard !isAnswer || base == .unread else { return }
        readings.increment()
        switch base {
        case .unread, .absent: break
        case .empty, .version, .unreadable: vanished = now
        }
        base = .absent
    }

    /// What to write now; nil if there is nothing, or nothing may be written.
    func nextWrite(now: Int64) -> Write? {
        switch base {
        case .unread, .unreadable: return nil
        case .absent:
            if held == nil, let vanished, vanished..<vanished &+ Self.courtesy ~= now { return nil }
            return Write(resourceVersion: nil, change: replacement(now: now), readings: readings)
        case .empty(let version):
            return Write(resourceVersion: version, change: replacement(now: now), readings: readings)
        case .version(let version):
            guard let held, let change = schedule.change(of: held, now: now) else { return nil }
            return Write(resourceVersion: version, change: .rotation(held, change), readings: readings)
        }
    }

    /// The API server has stored what was to be written, as this version.
    mutating func acknowledge(_ write: Write, _ document: AuthorityDocument, resourceVersion: String) {
        guard readings == write.readings else { return }
        held = document
        base = .version(resourceVersion)
    }

    /// A write has failed: the Secret is to be read before anything is written again.
    mutating func noteFailure() {
        if case .unreadable = base { return }
        base = .unread
    }

    private func replacement(now: Int64) -> Change {
        guard let held else { return .beginning }
        guard let change = schedule.change(of: held, now: now), change == .renewal else { return .restoration(held) }
        return .rotation(held, change)
    }
}
