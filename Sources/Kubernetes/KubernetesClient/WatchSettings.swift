/// How a reflector lists and watches: sizes, times and limits, each with a safe default.
package struct WatchSettings: Hashable, Sendable {
    /// How many objects a page of a list may have.
    package var pageLimit = 500
    /// The largest page that is read, in bytes; one that is larger is asked for again with half as many objects.
    package var pageByteLimit = 64 << 20
    /// How long one page may take.
    package var pageDeadline: Duration = .seconds(60)
    /// After how many seconds the API server is asked to end a watch; drawn anew for each.
    package var watchSeconds: ClosedRange<Int> = 300...600
    /// The longest line of a watch, in bytes. etcd takes objects of 1.5 MiB.
    package var lineByteLimit = 8 << 20
    /// How long a watch may be silent; bookmarks come every minute.
    package var silence: Duration = .seconds(90)
    /// How long the answer to the request for a watch may take to begin: the API server sends its head at once.
    package var answer: Duration = .seconds(15)
    /// How long a watch that was interrupted must send nothing before its cache counts as current, at most half of
    /// `silence`…
    package var settle: Duration = .seconds(1)
    /// …unless it has sent events for this long: where they never end, what was missed has come by then.
    package var longestSettle: Duration = .seconds(5)
    /// The waits between tries: from this one, doubled each time…
    package var shortestRest: Duration = .milliseconds(800)
    /// …up to this one.
    package var longestRest: Duration = .seconds(30)
    /// The waits between tries after a 403: from this one, doubled each time…
    package var shortestForbiddenRest: Duration = .seconds(30)
    /// …up to this one.
    package var longestForbiddenRest: Duration = .seconds(300)
    /// The longest wait that a Retry-After may ask for.
    package var longestRetryAfter: Duration = .seconds(300)
    /// How long a watch must have lived for the waits to begin with the shortest again.
    package var goodPeriod: Duration = .seconds(30)
    /// How soon after its opening the end of a watch without a single event counts as a failed try.
    package var shortestWatch: Duration = .seconds(1)
    /// After how many lines in a row that cannot be read the objects are listed again.
    package var unreadableLimit = 3

    /// The defaults.
    package init() {}
}
