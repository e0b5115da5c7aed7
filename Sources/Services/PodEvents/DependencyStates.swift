import StatusAPI

/// How the dependencies of a question stand that the server judges, in the question's order. Most questions have but one,
/// which is kept in place.
struct DependencyStates: Sendable {
    private enum Storage {
        case one((any SharedVerdict)?)
        case several([(any SharedVerdict)?])
    }

    private var storage: Storage

    /// So many of which nothing is known.
    init(unknown count: Int) {
        storage = count == 1 ? .one(nil) : .several(Array(repeating: nil, count: max(0, count)))
    }

    /// How many there are.
    var count: Int {
        switch storage {
        case .one: 1
        case .several(let verdicts): verdicts.count
        }
    }

    /// How one stands; nil for one that is not known yet, or that does not exist.
    subscript(index: Int) -> DependencyStatus? {
        switch storage {
        case .one(let verdict): index == 0 ? verdict?.status : nil
        case .several(let verdicts): verdicts.indices.contains(index) ? verdicts[index]?.status : nil
        }
    }

    /// Takes note of how one stands that exists.
    mutating func set(_ verdict: any SharedVerdict, at index: Int) {
        switch storage {
        case .one:
            if index == 0 { storage = .one(verdict) }
        case .several(var verdicts):
            guard verdicts.indices.contains(index) else { return }
            // Not two at a time: the copy would be of all.
            storage = .one(nil)
            verdicts[index] = verdict
            storage = .several(verdicts)
        }
    }

    /// All of them.
    var all: [DependencyStatus?] { (0..<count).map { self[$0] } }
}
