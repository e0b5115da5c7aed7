/// Which replicas live, and which policies each has, as their Leases say.
///
/// A replica lives as long as its Lease changes: times in it are for people, since clocks differ.
package struct ReplicaRoster: Sendable {
    /// One replica.
    private struct Entry: Sendable {
        var lease: ReplicaLease
        var changedAt: Duration
    }

    /// After how long without a change a replica counts as gone.
    private let lifetime: Duration
    private var entries: [String: Entry] = [:]
    private var mentioned: Set<String>?

    /// Whether all Leases have been listed: before that, not all replicas are known.
    package private(set) var isSynced = false

    /// Knows nobody.
    package init(lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// A full list begins.
    package mutating func beginList() { mentioned = [] }

    /// The full list is complete.
    package mutating func endList() {
        isSynced = true
        guard let mentioned else { return }
        entries = entries.filter { mentioned.contains($0.key) }
        self.mentioned = nil
    }

    /// Takes a Lease as it is now.
    package mutating func apply(_ lease: ReplicaLease, at now: Duration) {
        mentioned?.insert(lease.name)
        if let known = entries[lease.name], known.lease.renewTime == lease.renewTime {
            entries[lease.name]?.lease = lease
        } else {
            entries[lease.name] = Entry(lease: lease, changedAt: now)
        }
    }

    /// Forgets a Lease that is gone.
    package mutating func remove(_ name: String) { entries[name] = nil }

    /// How many replicas live.
    package func count(at now: Duration) -> Int { entries.values.count { isAlive($0, now) } }

    /// The replicas that live and do not have the policy of that mark, in order of their names.
    package func lacking(_ mark: String, at now: Duration) -> [String] {
        entries.values.filter { isAlive($0, now) && !$0.lease.marks.contains(mark) }.map(\.lease.holder).sorted()
    }

    /// The Leases of replicas that have been gone for very long: nobody else will take them away.
    package func leftBehind(at now: Duration) -> [String] {
        entries.filter { now - $0.value.changedAt > lifetime * 10 }.map(\.key).sorted()
    }

    private func isAlive(_ entry: Entry, _ now: Duration) -> Bool { now - entry.changedAt < lifetime }
}
