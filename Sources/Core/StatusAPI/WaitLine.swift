/// One line of an answer's stream: a JSON object and a newline.
///
/// ```
/// {"dependency":"service/db/postgres","state":"waiting","reason":"NoEndpoints","message":"Service db/postgres: 0 of 1 endpoints ready"}
/// {"heartbeat":true}
/// {"outcome":"released"}
/// ```
/// A stream begins with the present verdict of every dependency in the question's order, goes on with each change, and
/// ends with an outcome, or with `move`.
package enum WaitLine: Hashable, Sendable {
    /// The verdict of one dependency, new or changed.
    case verdict(DependencyStatus)
    /// Nothing has changed; the server and everything between it and the client are alive.
    case heartbeat
    /// The server's part of a question with probes turned ready, or no longer is: the client decides together with its own.
    case ready(Bool)
    /// This server goes away: connect again after so many milliseconds.
    case move(after: Int)
    /// The server cannot answer yet, and says why: it does not know the pod so far.
    case unknown(message: String)
    /// How it ended. Nothing follows.
    case outcome(WaitOutcome)
    /// A line of a kind that this release does not know, from a newer server: to be ignored.
    case unrecognised
}
