internal import Synchronization

/// Whether the process is on its way out. Thread-safe.
final class DrainFlag: Sendable {
    private let flag = Atomic<Bool>(false)

    /// It is not, yet.
    init() {}

    /// Whether it is.
    var isSet: Bool { flag.load(ordering: .acquiring) }

    /// It is, from now on.
    func set() { flag.store(true, ordering: .releasing) }
}
