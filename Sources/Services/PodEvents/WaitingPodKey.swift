/// One container of one pod.
struct WaitingPodKey: Hashable, Sendable {
    /// The pod's UID.
    let uid: String
    /// The container's name.
    let container: String
}
