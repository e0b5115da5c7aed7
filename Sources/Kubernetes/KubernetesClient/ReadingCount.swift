/// How often an object that this process also writes has been read.
///
/// The answer to a write may come after the watch has told of that write already, and of what somebody else has made of the
/// object since: what was read since the write was made counts more than its answer. If what was read was older, the watch
/// goes on to the newest by itself.
package struct ReadingCount: Hashable, Sendable {
    private var count = 0

    /// Nothing has been read yet.
    package init() {}

    /// The object has been read again, or was seen to be absent.
    package mutating func increment() { count &+= 1 }
}
