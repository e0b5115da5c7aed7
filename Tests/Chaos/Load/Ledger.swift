import Locking
import Posix

/// What was sent, lost and released, and what was true meanwhile: the judge of a trial. Thread-safe.
///
/// Pods wait at gates, each a Service. A gate is opened here before the cluster hears of it and closed here before as
/// well, so that whoever is released at a gate that is not open here was released wrongly.
final class Ledger: Sendable {
    /// What has been counted so far.
    struct Counts: Sendable {
        /// Admission requests that were due and sent.
        var admissions = 0
        /// Those of them that an API server would have failed.
        var lost = 0
        /// The pods that have begun to wait.
        var waiters = 0
        /// How often a connection of a waiting pod has come about.
        var connections = 0
        /// Those that were released, rightly or wrongly.
        var released = 0
        /// Those that were released at a gate that was not open.
        var wronglyReleased = 0
        /// How often the connection of a waiting pod ended, or did not come about, before the wait was over.
        var brokenWaits = 0
        /// How the first of them did, in words.
        var firstBroken: [String] = []
        /// The delays with which streams were told to move, in milliseconds.
        var moves: [Int] = []
        /// How long the answered admissions took, in seconds.
        var admissionSeconds: [Double] = []
        /// The first troubles, in words.
        var troubles: [String] = []
    }

    private struct State {
        var counts = Counts()
        var open: [String: MonotonicTime] = [:]
        var faultBegan: MonotonicTime?
        var faultEnded: MonotonicTime?
        var recovered: MonotonicTime?
    }

    // More would only hide the first ones, which tell most.
    private static let mostTroubles = 8

    private let state = Locked(State())

    /// What has been counted so far.
    var counts: Counts { state.withLock { $0.counts } }

    // MARK: Gates

    /// The gate is open from now on.
    func open(_ gate: String) {
        state.withLock { $0.open[gate] = .now() }
    }

    /// The gate is closed from now on: whoever passes now does it wrongly.
    func close(_ gate: String) {
        state.withLock { $0.open[gate] = nil }
    }

    // MARK: The fault

    /// The fault begins now.
    func beginFault() {
        state.withLock { $0.faultBegan = .now() }
    }

    /// The fault is over from now on, and the recovery begins.
    func endFault() {
        state.withLock { $0.faultEnded = .now() }
    }

    /// From the end of the fault to the first release at a gate that was opened after the fault had begun; nil as long as
    /// there was none.
    var recovery: Duration? {
        state.withLock { state in
            guard let ended = state.faultEnded, let recovered = state.recovered else { return nil }
            return recovered.since(ended)
        }
    }

    // MARK: Waiters

    /// A pod begins to wait.
    func began() {
        state.withLock { $0.counts.waiters += 1 }
    }

    /// A pod that waited at the gate has been released.
    func released(at gate: String, _ who: String) {
        let now = MonotonicTime.now()
        state.withLock { state in
            state.counts.released += 1
            guard let since = state.open[gate] else {
                state.counts.wronglyReleased += 1
                note("\(who) was released at \(gate), which is not open", &state)
                return
            }
            guard let began = state.faultBegan, let ended = state.faultEnded, state.recovered == nil else { return }
            if since >= began, now >= ended { state.recovered = now }
        }
    }

    /// A connection of a waiting pod has come about.
    func connected() {
        state.withLock { $0.counts.connections += 1 }
    }

    /// A pod was told to ask elsewhere after so many milliseconds.
    func moved(after milliseconds: Int) {
        state.withLock { $0.counts.moves.append(milliseconds) }
    }

    /// The connection of a waiting pod has ended before the wait was over, or did not come about.
    func broke(_ who: String, at gate: String, _ reason: String) {
        state.withLock { state in
            state.counts.brokenWaits += 1
            guard state.counts.firstBroken.count < Self.mostTroubles else { return }
            state.counts.firstBroken.append("\(who) at \(gate): \(reason)")
        }
    }

    /// A pod has given up, which no pod here may.
    func gaveUp(_ who: String, _ reason: String) {
        state.withLock { note("\(who) gave up: \(reason)", &$0) }
    }

    // MARK: Admissions

    /// An admission request is due.
    func sent() {
        state.withLock { $0.counts.admissions += 1 }
    }

    /// It was answered as it should be.
    func admitted(after time: Duration) {
        state.withLock { $0.counts.admissionSeconds.append(time / .seconds(1)) }
    }

    /// It was not.
    func lost(_ reason: String) {
        state.withLock { state in
            state.counts.lost += 1
            let moment = state.faultBegan.map { "\(Int(MonotonicTime.now().since($0) / .seconds(1))) s into the fault" }
            note("an admission was lost \(moment ?? "before the fault"): \(reason)", &state)
        }
    }

    private func note(_ trouble: String, _ state: inout State) {
        if state.counts.troubles.count < Self.mostTroubles { state.counts.troubles.append(trouble) }
    }
}
