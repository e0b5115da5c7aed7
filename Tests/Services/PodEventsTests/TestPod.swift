@testable import PodEvents

/// A container that waits, as a test says.
final class TestPod: WaitingPod {
    let namespace = "shop"
    let name: String
    let uid: String
    let container: String
    let judgedCount: Int
    let probes: [String]

    init(
        _ name: String = "web-1", uid: String = "u1", container: String = "k8s-wait", judged: Int = 1,
        probes: [String] = []
    ) {
        self.name = name
        self.uid = uid
        self.container = container
        judgedCount = judged
        self.probes = probes
    }
}
