package import StatusAPI

/// What is known of one dependency, as whoever judges it has it: one object for all that see the same, so that the journal
/// keeps a reference and no copy for each waiting pod.
package protocol SharedVerdict: AnyObject, Sendable {
    /// What is known.
    var status: DependencyStatus { get }
}
