/// The signals that end the program.
package enum WaitSignal: String, CaseIterable, Hashable, Sendable {
    /// SIGTERM: the kubelet deletes the pod.
    case terminate = "SIGTERM"
    /// SIGINT: somebody at a terminal.
    case interrupt = "SIGINT"

    /// 128 and the signal's number, as a shell has it.
    package var exitCode: Int32 {
        switch self {
        case .terminate: 143
        case .interrupt: 130
        }
    }
}
