/// How often each of the Events of a container that are known to exist says to have happened.
struct EventCounts: Sendable {
    // In place, since there is one of these for each waiting pod, and small for what happens seldom. 0 stands for an Event
    // that is not known to exist.
    private var waiting: UInt32 = 0
    private var ready: UInt32 = 0
    private var failed: UInt32 = 0
    private var proceeded: UInt16 = 0
    private var circle: UInt16 = 0

    /// How often one has; nil for one that is not known to exist.
    subscript(reason: EventReason) -> Int? {
        get {
            let count =
                switch reason {
                case .waiting: Int(waiting)
                case .ready: Int(ready)
                case .failed: Int(failed)
                case .proceeded: Int(proceeded)
                case .circle: Int(circle)
                }
            return count == 0 ? nil : count
        }
        set {
            let count = newValue ?? 0
            switch reason {
            case .waiting: waiting = UInt32(clamping: count)
            case .ready: ready = UInt32(clamping: count)
            case .failed: failed = UInt32(clamping: count)
            case .proceeded: proceeded = UInt16(clamping: count)
            case .circle: circle = UInt16(clamping: count)
            }
        }
    }
}
