import Dependencies
import StatusAPI

/// A pod of the load: what a k8s-wait container in it would be given.
struct VirtualPod: Sendable {
    /// Who asks.
    let identity: WaitRequest
    /// What it waits for.
    let question: WaitQuestion
    /// The SHA-256 digests of the authorities' keys that it trusts.
    let pins: [[UInt8]]
}
