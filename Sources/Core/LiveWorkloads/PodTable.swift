/// Which pods one watch has told of, each in eight bytes beside its key: what they are part of is kept once for all of a part.
///
/// A pod is known by a number made of its names with a secret of this process. That two of 50,000 have the same one, so
/// that the later counts for both, happens once in ten thousand million clusters.
struct PodTable: Sendable {
    /// What a pod counts for.
    struct Place: Hashable, Sendable {
        /// The workload's number in the graph.
        let workload: UInt32
        /// Which of the waits of the workload's pods are its own; nil for a pod that is past its waits.
        let variant: UInt16?
    }

    private struct Entry: Sendable {
        var workload: UInt32
        var variant: UInt16
        var list: UInt16

        var place: Place { Place(workload: workload, variant: variant == .max ? nil : variant) }
    }

    private var entries: [Int: Entry] = [:]
    private var list: UInt16 = 0

    /// Whether a full list has ever been completed.
    private(set) var isListed = false

    /// No pods.
    init() {}

    /// How many pods there are.
    var count: Int { entries.count }

    /// What a pod counts for; nil for one that is not known.
    func place(_ namespace: String, _ name: String) -> Place? { entries[Self.key(namespace, name)]?.place }

    /// A full list begins.
    mutating func beginList() { list &+= 1 }

    /// Notes that a pod is there, and what it counts for.
    ///
    /// - Returns: what it counted for before.
    mutating func set(_ place: Place, _ namespace: String, _ name: String) -> Place? {
        let entry = Entry(workload: place.workload, variant: place.variant ?? .max, list: list)
        return entries.updateValue(entry, forKey: Self.key(namespace, name))?.place
    }

    /// Forgets a pod.
    ///
    /// - Returns: what it counted for.
    mutating func remove(_ namespace: String, _ name: String) -> Place? {
        entries.removeValue(forKey: Self.key(namespace, name))?.place
    }

    /// The full list is complete: forgets what it did not mention.
    ///
    /// - Returns: what that counted for.
    mutating func endList() -> [Place] {
        isListed = true
        var gone: [(key: Int, place: Place)] = []
        for (key, entry) in entries where entry.list != list { gone.append((key, entry.place)) }
        for (key, _) in gone { entries[key] = nil }
        return gone.map(\.place)
    }

    private static func key(_ namespace: String, _ name: String) -> Int {
        var hasher = Hasher()
        hasher.combine(namespace)
        hasher.combine(name)
        return hasher.finalize()
    }
}
