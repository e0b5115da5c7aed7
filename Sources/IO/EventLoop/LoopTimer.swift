import Posix

/// What a loop does at a moment.
enum LoopTimer {
    /// Runs an action.
    case action(TimerNode)
    /// Looks whether a wait for a descriptor, named by its key, has taken too long; the moment tells
    /// whether the registration has been armed anew since.
    case registration(UInt64, MonotonicTime)
}
