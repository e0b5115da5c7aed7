/// The container of a pod whose wait Events tell of, as whoever observes the waits has it: one object for as long as it waits, so that
/// the journal costs a waiting pod little.
package protocol WaitingPod: AnyObject, Sendable {
    /// The pod's namespace.
    var namespace: String { get }
    /// The pod's name.
    var name: String { get }
    /// The pod's UID: a pod made anew under the same name is another one.
    var uid: String { get }
    /// The container's name.
    var container: String { get }
    /// How many dependencies the server judges.
    var judgedCount: Int { get }
    /// The dependencies that the container asks for itself, by the names that people know.
    var probes: [String] { get }
}
