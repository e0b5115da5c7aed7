/// What to do with a request whose head has come.
package enum BodyPolicy: Sendable {
    /// Read the body and handle the request; a body of more than `limit` bytes is refused with 413.
    case read(limit: Int)
    /// Answer with this status, these fields and a line of text. The connection ends when a body would have followed.
    case reject(status: Int, headers: [(String, String)] = [])
}
