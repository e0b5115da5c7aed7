package import Dialects

/// How the program ends.
package struct WaitExit: Hashable, Sendable {
    private enum End: Hashable, Sendable {
        case success
        case timedOut
        case misused
        case dependencyFailed
        case refused
        case signal(Int32)
    }

    private let end: End
    /// The one line for the termination log.
    package let termination: String

    private init(_ end: End, _ termination: String) {
        self.end = end
        self.termination = termination
    }

    /// Whether the pod may start.
    package var isSuccess: Bool { end == .success }

    /// The exit code: part of the contract, for a Job's podFailurePolicy and for whoever comes from another tool.
    package func code(in dialect: Dialect) -> Int32 {
        let codes = dialect.exitCodes
        return switch end {
        case .success: 0
        case .timedOut: Int32(codes.timedOut)
        case .misused: Int32(codes.misused)
        case .dependencyFailed: Int32(codes.dependencyFailed)
        case .refused: Int32(codes.refused)
        case .signal(let code): code
        }
    }

    /// Everything is ready. Other pods take this very text for the proof of it.
    package static let released = WaitExit(.success, "released")

    /// The time is over and the pod starts nevertheless.
    package static func proceeded(_ text: String) -> WaitExit { WaitExit(.success, text) }

    /// The time is over.
    package static func timedOut(_ text: String) -> WaitExit { WaitExit(.timedOut, text) }

    /// The program was called wrongly.
    package static func usage(_ text: String) -> WaitExit { WaitExit(.misused, text) }

    /// A dependency has failed for good.
    package static func failed(_ text: String) -> WaitExit { WaitExit(.dependencyFailed, text) }

    /// The status server does not answer this pod's question.
    package static func refused(_ text: String) -> WaitExit { WaitExit(.refused, text) }

    /// A signal ended the program.
    package static func signal(_ signal: WaitSignal, _ text: String) -> WaitExit {
        WaitExit(.signal(signal.exitCode), text)
    }
}
