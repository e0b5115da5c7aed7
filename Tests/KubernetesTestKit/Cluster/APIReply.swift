/// How a request is answered: at once, by a stream, or not properly at all because a fault was asked for.
package enum APIReply: Sendable {
    /// A whole answer.
    case answer(APIAnswer)
    /// A watch stream.
    case watch(WatchSubscription)
    /// The connection stays open and nothing is ever sent.
    case silence
    /// The connection is closed without an answer.
    case hangUp
}
