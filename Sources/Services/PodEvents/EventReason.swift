/// What an Event is about; the raw value is its `reason`, and a metric label.
package enum EventReason: String, CaseIterable, Hashable, Sendable {
    /// The pod has been waiting for some time, and for what.
    case waiting = "WaitingForDependency"
    /// The pod was released.
    case ready = "DependenciesReady"
    /// The pod fails, since a dependency has failed for good.
    case failed = "DependencyFailed"
    /// The pod starts without something that it waited for.
    case proceeded = "ProceededAfterTimeout"
    /// The pod waits for what waits for it, so that it never starts by itself.
    case circle = "WaitsInCircle"
}
