/// How often each of the Events of a container that are known to exist says to have happened.
struct EventCounts: Sendable {
    // In place, since there is one of these for each waiting pod. 0 stands for an Event that is not known to exist.
    private var waiting: UInt32 = 0
    private var ready: UInt32 = 0
    private var failed: UInt32 = 0
    private var proceeded: UInt32 = 0

    /// How often one has; nil for one that is not known to exist.
    subscript(reason: EventReason) -> Int? {
        get {
            let count = self[keyPath: Self.path(reason)]
            return count == 0 ? nil : Int(count)
        }
        set { self[keyPath: Self.path(reason)] = UInt32(clamping: newValue ?? 0) }
    }

    private static func path(_ reason: EventReason) -> WritableKeyPath<EventCounts, UInt32> {
        switch reason {
        case .waiting: \.waiting
        case .ready: \.ready
        case .failed: \.failed
        case .proceeded: \.proceeded
        }
    }
}
