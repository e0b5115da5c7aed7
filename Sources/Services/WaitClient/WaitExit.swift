/// How the program ends.
package struct WaitExit: Hashable, Sendable {
    /// The exit code: part of the contract, for a Job's podFailurePolicy.
    package let code: Int32
    /// The one line for the termination log.
    package let termination: String

    private init(_ code: Int32, _ termination: String) {
        self.code = code
        self.termination = termination
    }

    /// Everything is ready. Other pods take this very text for the proof of it.
    package static let released = WaitExit(0, "released")

    /// The time is over and the pod starts nevertheless.
    package static func proceeded(_ text: String) -> WaitExit { WaitExit(0, text) }

    /// The time is over.
    package static func timedOut(_ text: String) -> WaitExit { WaitExit(1, text) }

    /// The program was called wrongly.
    package static func usage(_ text: String) -> WaitExit { WaitExit(2, text) }

    /// A dependency has failed for good.
    package static func failed(_ text: String) -> WaitExit { WaitExit(3, text) }

    /// The status server does not answer this pod's question.
    package static func refused(_ text: String) -> WaitExit { WaitExit(4, text) }

    /// A signal ended the program.
    package static func signal(_ signal: WaitSignal, _ text: String) -> WaitExit { WaitExit(signal.exitCode, text) }
}
