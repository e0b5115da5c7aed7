/// What has happened to a list or a watch, as `WatchMachine` takes it.
package enum WatchMachineEvent: Sendable {
    /// The reflector starts, or has rested as long as it was told to.
    case begin
    /// The answer to `list` is here, whole.
    case page([UInt8])
    /// The answer to `watch` has begun, with a 200.
    case opened
    /// Bytes of the watch, split anywhere.
    case bytes([UInt8])
    /// The watch has sent nothing for the settle time, for the first time since it was opened.
    case quiet
    /// The watch has ended as an HTTP answer should.
    case closed
    /// A list or a watch was refused, could not be made, or broke.
    case failed(KubernetesError)

    /// The page's bytes, of which no copy is left: what is wanted of them may then be changed where it is. Empty for
    /// anything else.
    consuming func takePage() -> [UInt8] {
        if case .page(let body) = consume self { body } else { [] }
    }
}
