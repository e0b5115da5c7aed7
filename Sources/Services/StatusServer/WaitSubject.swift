package import Dependencies

/// Which container of which pod waits, and for how much: what stays the same as long as its waits go on. A class, since the stream
/// and whoever observes it keep the same one.
package final class WaitSubject: Sendable {
    /// The pod.
    package let pod: ObjectName
    /// The pod's UID.
    package let uid: String
    /// The container that asks.
    package let container: String
    /// How many dependencies the server judges.
    package let judgedCount: Int
    /// The dependencies that the client probes, by the names that people know.
    package let probes: [String]

    /// The container of a pod that has this question.
    package init(pod: ObjectName, uid: String, container: String, question: WaitQuestion) {
        self.pod = pod
        self.uid = uid
        self.container = container
        let probed = question.dependencies.filter { $0.kind.judge != .server }
        judgedCount = question.dependencies.count - probed.count
        probes = probed.map(\.displayName)
    }
}
