import Posix

/// The connections of a `Swarm`, moved by its thread alone.
final class SwarmLoop {
    /// What has happened so far.
    private(set) var counts = SwarmCounts()
    private let members: [SwarmMember]
    private let poller: Poller
    private let plan: SwarmPlan
    private var isInPlace: [Bool]
    /// Those without a connection.
    private var closed: [Int]
    private var nextDrip = MonotonicTime.now()
    private var restsUntil = MonotonicTime.now()
    /// Connections that may be begun now.
    private var allowance = 0.0
    private var lastTurn = MonotonicTime.now()

    /// How many connections are begun before others are looked at again.
    private static let batch = 128.0

    /// A swarm of which nobody has connected.
    init(_ plan: SwarmPlan, target: AttackTarget, poller: Poller) {
        self.plan = plan
        self.poller = poller
        members = (0..<plan.connections).map { SwarmMember($0, plan: plan, target: target) }
        isInPlace = Array(repeating: false, count: members.count)
        closed = Array(members.indices.reversed())
    }

    /// Connects, sends and reads what is due, having waited until something was.
    func turn() {
        let now = MonotonicTime.now()
        if now >= restsUntil { openSome(now) }
        if !plan.drip.isEmpty, now >= nextDrip {
            nextDrip = now.adding(plan.dripInterval)
            for number in members.indices where isInPlace[number] { take(members[number].drip(), number) }
        }
        for event in poller.wait(milliseconds: closed.isEmpty ? 20 : 5) {
            let number = Int(event.key)
            guard members[number].descriptor >= 0 else { continue }
            take(members[number].step(), number)
        }
    }

    /// Closes everything.
    func end() {
        for member in members { member.close() }
        counts.inPlace = 0
    }

    private func openSome(_ now: MonotonicTime) {
        allowance = min(Self.batch, allowance + now.since(lastTurn) / .seconds(1) * Double(plan.perSecond))
        lastTurn = now
        while allowance >= 1 {
            allowance -= 1
            guard let number = closed.popLast() else { return }
            guard members[number].open() else {
                // Out of ports or descriptors: those that are being closed come back in a while.
                closed.append(number)
                counts.refusals += 1
                restsUntil = now.adding(.milliseconds(50))
                return
            }
            poller.set(members[number].descriptor, key: UInt64(number), reads: true, writes: true, isNew: true)
        }
    }

    private func take(_ step: SwarmMember.Step, _ number: Int) {
        switch step {
        case .waiting(let toWrite):
            poller.set(members[number].descriptor, key: UInt64(number), reads: true, writes: toWrite)
        case .arrived:
            counts.arrivals += 1
            counts.inPlace += 1
            isInPlace[number] = true
            take(members[number].arrive(), number)
        case .over(let end):
            if isInPlace[number] {
                isInPlace[number] = false
                counts.inPlace -= 1
            }
            switch end {
            case .refused: counts.refusals += 1
            case .cut: counts.cuts += 1
            case .departed: counts.departures += 1
            }
            if let status = members[number].takeStatus() { counts.answers[status, default: 0] += 1 }
            members[number].close()
            closed.append(number)
        }
    }
}
