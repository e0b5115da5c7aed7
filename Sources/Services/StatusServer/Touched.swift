package import Dependencies

/// What a batch of events has changed: what has to be judged again, and nothing else.
package struct Touched: Sendable {
    /// The thing that a dependency names: every dependency on it is touched, whatever its options are.
    package struct Target: Hashable, Sendable {
        /// What the dependency is on; an EndpointSlice touches its Service.
        package let kind: DependencyKind
        /// The object that the dependency names.
        package let name: ObjectName
    }

    /// The targets whose objects have changed.
    package var targets: Set<Target> = []
    /// The gated pods that have changed.
    package var pods: Set<ObjectName> = []
    /// The collections that have begun or ceased to be believed, with everything in them.
    package var kinds: Set<WatchedKind> = []

    /// Nothing has changed.
    package init() {}
}
