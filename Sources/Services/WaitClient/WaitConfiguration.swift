package import Dependencies
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
}
