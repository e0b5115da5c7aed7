import Readiness

/// Which pods without the gated label are to be read from the API server, and what reading them has shown.
///
/// The webhook labels every pod that may ask; one that it did not see is read once, by its name, when it asks. So that
/// strangers cannot turn their questions into requests to the API server, reads are few at a time and a second, in all and
/// for each peer, and what was refused or not there is remembered for a while. Pure: the state reads, and tells what came of it.
struct PodReads: Sendable {
    /// Who asked, as far as a refusal is about it.
    private struct Question: Hashable {
        let pod: ObjectName
        let uid: String
        let container: String?

        init(_ wait: Wait) {
            pod = wait.pod
            uid = wait.uid
            container = wait.container
        }
    }

    private struct Pending {
        let peer: String
        var dueAt: Timestamp
        var isReading = false
    }

    private let settings: StatusServerSettings
    private var pending: [ObjectName: Pending] = [:]
    private var deadlines = DeadlineQueue<ObjectName>()
    private var readingCount = 0
    private var all: RateBudget
    private var peers: PeerBudgets
    private var refusals: [Question: (message: String, until: Timestamp)] = [:]
    /// The questions of the refusals, and the place of the oldest among them.
    private var order: [Question] = []
    private var oldest = 0

    /// Nothing has been read.
    init(settings: StatusServerSettings) {
        self.settings = settings
        all = RateBudget(perSecond: settings.podReadsPerSecond, burst: settings.podReadsPerSecond)
        peers = PeerBudgets(perSecond: settings.podReadsPerSecondPerPeer, burst: 4 * settings.podReadsPerSecondPerPeer)
    }

    /// The moment at which something is to be read; nil while as many are being read as may be.
    var next: Timestamp? { readingCount < settings.podReadsAtOnce ? deadlines.next : nil }

    /// A pod that the server does not know asks. It is read if it is still not known in a while: mostly the watch was late.
    mutating func want(_ pod: ObjectName, from peer: String, now: Timestamp) {
        guard pod.couldExist else { return }
        let memory = settings.podReadMemory.wholeSeconds
        // What is planned for later than could have been has been planned by another clock.
        if let planned = pending[pod], planned.isReading || planned.dueAt <= now.adding(seconds: memory) { return }
        guard pending[pod] != nil || pending.count < settings.maximumUnknownPods else { return }
        plan(pod, for: peer, at: now.adding(seconds: settings.podReadDelay.wholeSeconds))
    }

    /// The pods to be read now.
    ///
    /// - Parameter isWanted: whether a pod is still asked for, and not known.
    mutating func takeDue(now: Timestamp, isWanted: (ObjectName) -> Bool) -> [ObjectName] {
        var due: [ObjectName] = []
        var late: [(pod: ObjectName, peer: String)] = []
        while readingCount < settings.podReadsAtOnce, let pod = deadlines.pop(until: now) {
            guard let found = pending[pod], !found.isReading, found.dueAt <= now else { continue }
            guard isWanted(pod) else {
                pending[pod] = nil
                continue
            }
            guard peers.take(found.peer, at: now.inSeconds), all.take(at: now.inSeconds) else {
                late.append((pod, found.peer))
                continue
            }
            pending[pod]?.isReading = true
            readingCount += 1
            due.append(pod)
        }
        for (pod, peer) in late { plan(pod, for: peer, at: now.adding(seconds: 1)) }
        return due
    }

    /// A pod has been read.
    ///
    /// - Parameter again: after how many seconds it is to be read again if it is still asked for; nil for not at all.
    mutating func answered(_ pod: ObjectName, again: Int?, now: Timestamp) {
        guard let found = pending.removeValue(forKey: pod), found.isReading else { return }
        readingCount -= 1
        if let again { plan(pod, for: found.peer, at: now.adding(seconds: again)) }
    }

    /// Why a question is refused without another look; nil if it is not.
    func refusal(of wait: Wait, now: Timestamp) -> String? {
        let memory = settings.podReadMemory.wholeSeconds
        guard let refusal = refusals[Question(wait)], now < refusal.until, refusal.until <= now.adding(seconds: memory)
        else { return nil }
        return refusal.message
    }

    /// A question has been refused.
    mutating func refuse(_ wait: Wait, _ message: String, now: Timestamp) {
        let question = Question(wait)
        let until = now.adding(seconds: settings.podReadMemory.wholeSeconds)
        if refusals.updateValue((message, until), forKey: question) != nil { return }
        guard order.count >= settings.maximumKnownRefusals else {
            order.append(question)
            return
        }
        refusals[order[oldest]] = nil
        order[oldest] = question
        oldest = (oldest + 1) % order.count
    }

    private mutating func plan(_ pod: ObjectName, for peer: String, at time: Timestamp) {
        pending[pod] = Pending(peer: peer, dueAt: time)
        deadlines.insert(pod, at: time)
    }
}

extension ObjectName {
    /// Whether a pod could have this name, so that nothing else is put into a request to the API server.
    var couldExist: Bool {
        func isName(_ text: String, longest: Int, _ isAllowed: (UInt8) -> Bool) -> Bool {
            1...longest ~= text.utf8.count
                && text.utf8.allSatisfy { byte in
                    UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                        || byte == UInt8(ascii: "-") || isAllowed(byte)
                }
        }
        // No name begins with a dot, so that none is `.` or `..`.
        return isName(namespace, longest: 63) { _ in false } && isName(name, longest: 253) { $0 == UInt8(ascii: ".") }
            && name.utf8.first != UInt8(ascii: ".")
    }
}

extension Timestamp {
    /// Seconds since the epoch.
    fileprivate var inSeconds: Double { Double(seconds) + Double(nanoseconds) / 1e9 }
}

extension Duration {
    /// Whole seconds, rounded up.
    fileprivate var wholeSeconds: Int {
        Int(clamping: components.seconds) + (components.attoseconds > 0 ? 1 : 0)
    }
}
