package import KubernetesClient
import Locking
package import Logging
package import Readiness

/// Writes Events on waiting pods, one at a time, from a journal that decides which.
///
/// `note` may be called from any thread and returns at once: it only touches memory, within bounds. Whatever becomes of the Events,
/// no wait is the slower for it.
package final class EventRecorder: Sendable {
    /// What the lock guards.
    struct State {
        /// Decides which Events are written.
        var journal: EventJournal
        /// Until when the writer rests; nil while it does not.
        var restsUntil: Duration?
    }

    /// Times and limits.
    let settings: PodEventSettings
    /// Writes.
    let client: KubernetesClient
    /// Times of waits.
    let clock: MonotonicClock
    /// The time that Events show.
    let wallClock: @Sendable () -> Timestamp
    /// What operators see.
    let metrics: EventMetrics
    /// Gets a line when Events can no longer be written.
    let logger: Logger
    /// Everything that changes.
    let state: Locked<State>
    /// Wakes the writer.
    let bell: AsyncStream<Void>.Continuation
    /// The same, heard by the one task that writes.
    let rings: AsyncStream<Void>

    /// A recorder that writes nothing before `run`.
    package init(
        settings: PodEventSettings, client: KubernetesClient, clock: MonotonicClock = .system,
        wallClock: @escaping @Sendable () -> Timestamp, metrics: EventMetrics, logger: Logger
    ) {
        self.settings = settings
        self.client = client
        self.clock = clock
        self.wallClock = wallClock
        self.metrics = metrics
        self.logger = logger
        state = Locked(State(journal: EventJournal(settings: settings)))
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes news of waits.
    package func note(_ news: [WaitNews]) {
        let (now, wall) = (clock.now(), wallClock())
        let isWanted = state.withLock { state in
            state.journal.note(news, at: now, wall)
            guard let rest = state.restsUntil, let next = state.journal.next, next < rest else { return false }
            state.restsUntil = nil
            return true
        }
        if isWanted { bell.yield() }
    }

    /// Writes until the task is cancelled.
    package func run() async {
        var iterator = rings.makeAsyncIterator()
        var trouble = EventTrouble()
        while !Task.isCancelled {
            let (now, wall) = (clock.now(), wallClock())
            let (step, dropped) = state.withLock { state in
                let step = state.journal.step(at: now, wall)
                switch step {
                case .write: state.restsUntil = nil
                case .wait(let until): state.restsUntil = until
                case .idle: state.restsUntil = .seconds(Int64.max)
                }
                return (step, state.journal.takeDropped())
            }
            for (cause, count) in dropped { metrics.countDropped(cause, count) }
            switch step {
            case .write(let write): await perform(write, &trouble)
            case .idle: _ = await iterator.next()
            case .wait(let until):
                let alarm = Task { [clock, bell] in
                    try? await clock.sleep(until - now)
                    if !Task.isCancelled { bell.yield() }
                }
                _ = await iterator.next()
                alarm.cancel()
            }
        }
    }
}
