internal import Glibc
internal import Locking
package import Posix

/// Knows when this process stood still, or got no processor: tests about who is late say nothing about such a time, since
/// everybody was. It looks at the clock all the time, on a thread of its own. Thread-safe.
package final class Standstill: Sendable {
    private final class Record: Sendable {
        let pauses = Locked<[(end: MonotonicTime, duration: Duration)]>([])
        let mustStop = Locked(false)
    }

    private let record = Record()

    /// Begins to look. Throws when the system gives no thread.
    package init() throws(PosixError) {
        try DetachedThread.start(name: "standstill") { [record] in
            var last = MonotonicTime.now()
            while !record.mustStop.withLock({ $0 }) {
                usleep(20_000)
                let now = MonotonicTime.now()
                let duration = now.since(last)
                last = now
                if duration > .milliseconds(200) { record.pauses.withLock { $0.append((now, duration)) } }
            }
        }
    }

    /// What comes of `trial`. Where that is not sound and this process stood still for more than a second meanwhile, it says
    /// nothing, and the trial is made again, twice at the most; `announce` is called before. Throws when the system gives
    /// no thread.
    package static func judge<Outcome>(
        isSound: (Outcome) -> Bool, announce: () -> Void = {}, _ trial: () async throws -> Outcome
    ) async throws -> Outcome {
        for _ in 0..<2 {
            let standstill = try Standstill()
            let outcome = try await trial()
            guard !isSound(outcome), standstill.lasted(longerThan: .seconds(1)) else { return outcome }
            announce()
        }
        return try await trial()
    }

    deinit { record.mustStop.withLock { $0 = true } }

    /// Whether it stood still for longer than this, and went on at that moment or later.
    package func lasted(longerThan duration: Duration, since moment: MonotonicTime = .init(nanoseconds: .min)) -> Bool {
        record.pauses.withLock { $0.contains { $0.end >= moment && $0.duration > duration } }
    }
}
