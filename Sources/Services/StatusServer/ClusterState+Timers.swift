import EventLoop
import Readiness

/// The timers of the state: the next judgement without an event, and the heartbeats.
struct StateTimers {
    /// Into how many parts the streams are divided, so that their heartbeats are spread.
    static let parts = 16
    /// The longest time until a planned judgement is looked at again, so that a jump of the wall clock does no lasting harm.
    static let longestReview = Duration.seconds(30)

    /// The planned review, and the moment that it is planned for; nil while nothing is to come.
    var review: (at: Timestamp, token: TimerToken)?
    /// The next step of the ring of heartbeats; nil while there are no streams.
    var beat: TimerToken?
    /// Which part of the streams gets its heartbeats next.
    var part = 0

    /// Cancels both, so that a state that has been stopped is not woken.
    mutating func cancel() {
        review?.token.cancel()
        beat?.cancel()
        review = nil
        beat = nil
    }
}

extension ClusterState {
    /// Plans the next review, and the next heartbeats while there are streams.
    func adjustTimers(on loop: EventLoop) {
        adjustReview(on: loop)
        let hasWork = !streams.isEmpty || reflectors.values.contains { $0.idleSince != nil }
        guard hasWork, timers.beat == nil else { return }
        timers.beat = loop.schedule(after: settings.heartbeat / StateTimers.parts) { [weak self] in
            self?.assumeIsolated { $0.turn() }
        }
    }

    private func adjustReview(on loop: EventLoop) {
        guard let next = registry.nextReview else { return }
        if let planned = timers.review, planned.at <= next { return }
        timers.review?.token.cancel()
        let delay = min(max(next.since(clock.now()), .milliseconds(1)), StateTimers.longestReview)
        let token = loop.schedule(after: delay) { [weak self] in
            self?.assumeIsolated { state in
                state.timers.review = nil
                state.review()
            }
        }
        timers.review = (next, token)
    }

    /// One step of the ring: the heartbeats of a part of the streams, and the reflectors that nobody needs any more.
    private func turn() {
        timers.beat = nil
        beat(part: timers.part, of: StateTimers.parts)
        timers.part = (timers.part + 1) % StateTimers.parts
        retireReflectors()
        settle()
    }
}

extension Timestamp {
    /// The time from an earlier moment to this one; negative when that is later.
    fileprivate func since(_ earlier: Timestamp) -> Duration {
        .seconds(seconds.subtractingReportingOverflow(earlier.seconds).partialValue)
            + .nanoseconds(nanoseconds - earlier.nanoseconds)
    }
}
