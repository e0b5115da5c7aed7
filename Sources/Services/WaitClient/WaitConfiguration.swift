package import Dependencies
package import Dialects
package import HTTPClient
package import Posix
package import StatusAPI

/// Everything that one wait needs to know.
package struct WaitConfiguration: Sendable {
    /// What the pod waits for. The server reads it from the pod itself; here it serves the time limits and the messages.
    package let question: WaitQuestion
    /// Who asks. Its completed Jobs are empty.
    package let identity: WaitRequest
    /// Where to ask.
    package let server: HTTPSURL
    /// Where to ask when the URL's name leads nowhere.
    package let addresses: [SocketAddress]
    /// Whom to believe.
    package let trust: WaitTrust
    /// The file that the kubelet reads the termination message from.
    package let terminationLog: TerminationLog
    /// Which tool's language the program was called in: it says what the exit codes are.
    package let dialect: Dialect
    /// What was understood in a way that somebody may not have meant.
    package let notes: [String]
    /// What to do once the pod may start; nil to end.
    package let entrypoint: EntrypointPlan?
    /// How to print.
    package let format: OutputFormat
    /// What the tool whose language it was would print; nil for our own.
    let toolLog: ToolLog?
    /// The part of the question that this program judges itself.
    let probes: [Probe]
}
