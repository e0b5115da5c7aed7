/// What can be done to watches that are open.
package enum WatchFault: String, CaseIterable, Hashable, Sendable {
    /// The stream ends as after its timeout.
    case end
    /// The connection is cut between two lines.
    case drop
    /// The connection is cut in the middle of a line.
    case dropMidLine = "drop-mid-line"
    /// An ERROR event with status 410, then the end.
    case gone
    /// Nothing is sent any more, and the connection stays open.
    case silence
    /// A bookmark now.
    case bookmark
    /// A line that is no JSON.
    case garbage
}
