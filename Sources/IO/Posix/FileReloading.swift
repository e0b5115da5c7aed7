/// When files are to be read again. Pure: how they are comes in, whether to read goes out. No clock: what counts is that
/// something is not as it was, wherever the clocks of this machine and of the file's writer stand.
package struct FileReloading: Sendable {
    /// The files; nil for one that is not there.
    package typealias Snapshot = [FileIdentity?]

    private var known: Snapshot?
    private var complaint: String?

    /// Files that have not been read yet.
    package init() {}

    /// Whether to read them now: they have changed, or could not be used. A file that was caught half written looks the
    /// same afterwards if that took no time, so what has failed is tried each time.
    package func isDue(_ snapshot: Snapshot) -> Bool { snapshot != known || complaint != nil }

    /// They have been read and are used. `snapshot` is from before they were read: if they have changed meanwhile, that
    /// makes the next reading due.
    package mutating func succeeded(_ snapshot: Snapshot) {
        known = snapshot
        complaint = nil
    }

    /// They cannot be used. Returns whether that, or why, is news.
    package mutating func failed(_ snapshot: Snapshot, because reason: String) -> Bool {
        defer { (known, complaint) = (snapshot, reason) }
        return complaint != reason
    }
}
