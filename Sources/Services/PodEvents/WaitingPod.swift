/// The container of a pod whose wait Events tell of.
package struct WaitingPod: Hashable, Sendable {
    /// By what it is known: a pod made anew under the same name is another one.
    package struct Key: Hashable, Sendable {
        /// The pod's UID.
        package let uid: String
        /// The container's name.
        package let container: String
    }

    /// The pod's namespace.
    package let namespace: String
    /// The pod's name.
    package let name: String
    /// Which container of which pod it is.
    package let key: Key
    /// How many dependencies the server judges.
    package let judgedCount: Int
    /// The dependencies that the container asks for itself, by the names that people know.
    package let probes: [String]

    /// A container that waits for so much.
    package init(
        namespace: String, name: String, uid: String, container: String, judgedCount: Int, probes: [String] = []
    ) {
        self.namespace = namespace
        self.name = name
        key = Key(uid: uid, container: container)
        // As many as a question may have; what says more is not believed.
        self.judgedCount = min(max(0, judgedCount), 64)
        self.probes = probes
    }
}
