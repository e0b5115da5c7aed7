import Dependencies
import Readiness
import StatusAPI

/// One pod's wait.
struct Wait: Sendable {
    /// Why a wait has no answer yet.
    enum Parking: Hashable, Sendable {
        /// The list of gated pods is not to be believed now.
        case unsynced
        /// The pod is not among the gated pods.
        case unseen
        /// The pod of that name has another UID.
        case otherUID
    }

    /// How far the wait has got.
    enum Phase: Hashable, Sendable {
        /// Nobody has looked yet who asks.
        case new
        /// There is no answer yet; for an unseen pod only until this moment.
        case parked(Parking, until: Timestamp?)
        /// The pod is known, and so is the question.
        case asked
    }

    /// Its name.
    let id: WaitID
    /// The pod that asks.
    let pod: ObjectName
    /// The UID that it gave.
    let uid: String
    /// The container that asks; nil where the client does not say and the pod is not known yet.
    var container: String?
    /// The peer's address, for limits.
    let peer: String
    /// What it says to have seen complete; read once the pod is known.
    var completedJobs: [String]
    /// When the wait began.
    var began: Timestamp
    /// How far it has got.
    var phase = Phase.new

    /// Its waiters, one for each dependency that the server judges, in the question's order.
    var places: [DependencyTable.Place] = []
    /// The dependencies that are ready, one bit each in the order of the waiters.
    private var ready: UInt64 = 0
    /// The dependencies that have failed for good, as `ready`.
    private var failed: UInt64 = 0
    /// The dependencies whose failure ends the wait, as `ready`.
    private var fatal: UInt64 = 0
    /// How many dependencies the server judges.
    private var count = 0
    /// There are others, which the client judges: the server never releases it.
    private(set) var hasProbes = false
    /// What the client has been told last of the server's part; nil before it is told anything, and where there are no probes.
    var toldReady: Bool?

    /// A wait that begins now, of a pod that nobody has looked up yet.
    init(id: WaitID, request: WaitRequest, peer: String, now: Timestamp) {
        self.id = id
        pod = ObjectName(namespace: request.namespace, name: request.pod)
        uid = request.uid
        container = request.container
        completedJobs = request.completedJobs
        self.peer = peer
        began = now
    }

    /// The question has become known.
    mutating func ask(_ question: WaitQuestion) {
        phase = .asked
        let judged = question.judgedHere
        count = judged.count
        hasProbes = count < question.dependencies.count
        for (index, dependency) in judged.enumerated() {
            if (dependency.options.onFailure ?? question.onFailure) == .fail { fatal |= Wait.bit(index) }
        }
    }

    /// A dependency has been judged.
    mutating func judged(_ index: Int, _ state: DependencyState) {
        ready &= ~Wait.bit(index)
        failed &= ~Wait.bit(index)
        switch state {
        case .ready: ready |= Wait.bit(index)
        case .failed: failed |= Wait.bit(index)
        case .waiting, .stalled, .unknown: break
        }
    }

    /// Whether it is parked for a pod that the server does not know.
    var isUnseen: Bool {
        switch phase {
        case .parked(.unseen, _), .parked(.otherUID, _): true
        case .new, .parked(.unsynced, _), .asked: false
        }
    }

    /// Whether it is parked for a pod that no watch tells of.
    var isWithoutPod: Bool {
        if case .parked(.unseen, _) = phase { true } else { false }
    }

    /// Whether it is parked without a word, because its pod has another UID.
    var isHeld: Bool {
        if case .parked(.otherUID, _) = phase { true } else { false }
    }

    /// How many bytes of the question are kept until the pod is known.
    var heldBytes: Int { completedJobs.byteCount }

    /// Whether every dependency that the server judges is ready.
    var isReady: Bool { phase == .asked && ready.nonzeroBitCount == count }

    /// The place of the first dependency whose failure ends the wait; nil if there is none.
    var fatalIndex: Int? {
        let ends = failed & fatal
        return ends == 0 ? nil : ends.trailingZeroBitCount
    }

    private static func bit(_ index: Int) -> UInt64 { 1 << UInt64(truncatingIfNeeded: index & 63) }
}

extension WaitQuestion {
    /// The dependencies that the server judges; the client probes the others.
    var judgedHere: [Dependency] { dependencies.filter { $0.kind.judge == .server } }
}

extension [String] {
    /// How many bytes of text there are in all.
    var byteCount: Int { reduce(0) { $0 + $1.utf8.count } }
}
