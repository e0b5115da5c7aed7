package import Readiness
import Retrying

/// Decides by a Lease which of several replicas leads, as client-go's `leaderelection` does: what happened comes in, what
/// to do goes out. Pure: the clock and the randomness are passed in.
///
/// What it takes to be right when clocks jump and API servers are away:
///
/// - No wall clock decides anything. Everybody measures, on a monotonic clock of its own, for how long the record has not
///   *changed*; the times in it are never compared. A wall clock an hour off, either way, changes nothing.
/// - We lead until `renewDeadline` after the moment at which the last write that was acknowledged *began*. Others saw
///   it at that moment or later and wait for `leaseDuration`, which is longer. So while the API server is away, while we
///   are stopped or frozen, or while an answer is lost, leadership ends by itself before anybody else can have it.
/// - A write names the version that it is made from. Of two replicas that take an expired Lease one gets a conflict.
///
/// What no Lease can give: when somebody deletes or overwrites it, two may lead until the next renewal. Whatever a leader
/// does must be harmless when done twice.
package struct ElectionMachine: Sendable {
    /// What has happened.
    package enum Event: Hashable, Sendable {
        /// The first event, and what follows a rest.
        case due
        /// The Lease has been read.
        case found(LeaseDocument)
        /// There is no Lease.
        case absent
        /// The Lease has been written; now it has this version.
        case stored(version: String)
        /// Somebody else has written it first.
        case conflict
        /// Anything else; the API server may have asked for patience.
        case failed(pause: Duration?)
    }

    /// What to do next.
    package enum Step: Hashable, Sendable {
        /// Read the Lease.
        case read
        /// Create it.
        case create(LeaseRecord)
        /// Write it over that version.
        case write(LeaseRecord, version: String)
        /// Do nothing for so long, then say `due`.
        case rest(Duration)
        /// The end, after `resign`.
        case done
    }

    private struct Observation {
        var record: LeaseRecord
        var version: String
        /// When the record was first seen like that; for our own writes, when the write began.
        var at: Duration
    }

    private struct Attempt {
        let record: LeaseRecord
        let began: Duration
        /// Made without reading the Lease first.
        let isQuick: Bool
    }

    private let settings: ElectionSettings
    private var generator: SplitMix64
    private var observation: Observation?
    private var attempt: Attempt?
    private var isResigning = false
    /// When leadership ends unless it is renewed before, on the clock of the events; nil while we do not lead.
    package private(set) var leadsUntil: Duration?

    /// A candidate that knows nothing yet.
    ///
    /// - Parameter seed: decides the jitter.
    package init(settings: ElectionSettings, seed: UInt64) {
        self.settings = settings
        generator = SplitMix64(seed: seed)
    }

    /// Whether we lead at that moment of the events' clock. False from `leadsUntil` on, whether or not an event says so.
    package func leads(at now: Duration) -> Bool { leadsUntil.map { now < $0 } ?? false }

    /// Who held the Lease when it was last seen; nil when nobody did, or it has not been seen.
    package var holder: String? { observation.flatMap { $0.record.holder.isEmpty ? nil : $0.record.holder } }

    /// Takes one event.
    ///
    /// - Parameters:
    ///   - now: monotonic time since any fixed moment, the time of suspension included.
    ///   - date: the present wall-clock time, which is only written down.
    package mutating func event(_ event: Event, now: Duration, date: Timestamp) -> Step {
        if let end = leadsUntil, now >= end { leadsUntil = nil }
        switch event {
        case .due:
            if isOurs, isValid(now) { return write(now, date, isQuick: true) }
            return isResigning ? .done : .read
        case .found(let document):
            return consider(document, now, date)
        case .absent:
            observation = nil
            leadsUntil = nil
            if isResigning { return .done }
            let record = record(date)
            attempt = Attempt(record: record, began: now, isQuick: false)
            return .create(record)
        case .stored(let version):
            if isResigning { return .done }
            guard let attempt else { return rest() }
            observation = Observation(record: attempt.record, version: version, at: attempt.began)
            let end = attempt.began + settings.renewDeadline
            // An answer that comes after that, because we were frozen, say, is stored and of no use.
            leadsUntil = now < end ? end : nil
            self.attempt = nil
            return .rest(settings.retryPeriod)
        case .conflict:
            let wasQuick = attempt?.isQuick ?? false
            attempt = nil
            return wasQuick ? .read : isResigning ? .done : rest()
        case .failed(let pause):
            attempt = nil
            if isResigning { return .done }
            return rest(atLeast: pause ?? .zero)
        }
    }

    /// We are about to end: leadership is over now, and the Lease, if it is ours, is given back so that the next need not
    /// wait for its end. Goes on with the steps until `done`.
    package mutating func resign(now: Duration, date: Timestamp) -> Step {
        isResigning = true
        leadsUntil = nil
        return event(.due, now: now, date: date)
    }

    // MARK: Details

    private mutating func consider(_ document: LeaseDocument, _ now: Duration, _ date: Timestamp) -> Step {
        if observation?.record != document.record {
            observation = Observation(record: document.record, version: document.version, at: now)
        } else {
            observation?.version = document.version
        }
        if isOurs { return write(now, date, isQuick: false) }
        leadsUntil = nil
        if isResigning { return .done }
        if !document.record.holder.isEmpty, isValid(now) { return rest() }
        return write(now, date, isQuick: false)
    }

    private mutating func write(_ now: Duration, _ date: Timestamp, isQuick: Bool) -> Step {
        guard let observation else { return .read }
        var record = record(date)
        if isResigning {
            record.holder = ""
            record.durationSeconds = 1
        }
        record.transitions = observation.record.transitions
        if isOurs {
            if !isResigning { record.acquireTime = observation.record.acquireTime }
        } else {
            record.transitions = max(0, observation.record.transitions &+ 1)
        }
        attempt = Attempt(record: record, began: now, isQuick: isQuick)
        return .write(record, version: observation.version)
    }

    private func record(_ date: Timestamp) -> LeaseRecord {
        var record = LeaseRecord()
        record.holder = settings.identity
        record.durationSeconds = max(1, Int(settings.leaseDuration.components.seconds))
        record.acquireTime = date.microTime
        record.renewTime = date.microTime
        return record
    }

    private var isOurs: Bool { observation?.record.holder == settings.identity }

    /// Whether the Lease as it was last seen is still to be respected.
    private func isValid(_ now: Duration) -> Bool {
        guard let observation else { return false }
        let asked = Duration.seconds(max(0, observation.record.durationSeconds))
        return now < observation.at + min(asked, settings.longestLease)
    }

    /// client-go's `JitterFactor` of 1.2, so that candidates do not all ask at once.
    private mutating func rest(atLeast pause: Duration = .zero) -> Step {
        let fraction = Double.random(in: 0...1.2, using: &generator)
        return .rest(max(pause, settings.retryPeriod * (1 + fraction)))
    }
}
