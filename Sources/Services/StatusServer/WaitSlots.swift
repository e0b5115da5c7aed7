import Dependencies
import Readiness
import StatusAPI

/// The waits: found by name, by pod, and counted by peer while their pod is unknown.
struct WaitSlots: Sendable {
    private var slots: [Wait?] = []
    private var generations: [UInt32] = []
    private var free: [Int32] = []
    private var byPod: [ObjectName: [WaitID]] = [:]
    private var unseenByPeer: [String: Int] = [:]
    private var countByPeer: [String: Int] = [:]

    /// How many waits there are.
    private(set) var count = 0
    /// How many of them are for pods that the server does not know.
    private(set) var unseenCount = 0
    /// How many of these give another UID than the pod of that name has, and are held back without a word.
    private(set) var heldCount = 0
    /// How many bytes of questions are kept until their pods are known.
    private(set) var heldBytes = 0

    /// The names of all waits.
    var ids: [WaitID] { slots.compactMap { $0?.id } }

    /// The names of the waits for a pod of this name, whatever its UID.
    func ids(of pod: ObjectName) -> [WaitID] { byPod[pod] ?? [] }

    /// How many waits of this peer are for pods that the server does not know.
    func unseenCount(of peer: String) -> Int { unseenByPeer[peer] ?? 0 }

    /// How many waits of this peer there are.
    func count(of peer: String) -> Int { countByPeer[peer] ?? 0 }

    /// The wait of that name, or nil when it has ended.
    subscript(id: WaitID) -> Wait? {
        guard slots.indices.contains(Int(id.slot)), let wait = slots[Int(id.slot)], wait.id == id else { return nil }
        return wait
    }

    /// Adds the wait that `make` makes of its name.
    mutating func add(_ make: (WaitID) -> Wait) -> WaitID {
        let slot: Int32
        if let last = free.popLast() {
            slot = last
            generations[Int(slot)] &+= 1
        } else {
            slot = Int32(truncatingIfNeeded: slots.count)
            slots.append(nil)
            generations.append(0)
        }
        let id = WaitID(slot: slot, generation: generations[Int(slot)])
        let wait = make(id)
        slots[Int(slot)] = wait
        byPod[wait.pod, default: []].append(id)
        count += 1
        countByPeer[wait.peer, default: 0] += 1
        heldBytes += wait.heldBytes
        return id
    }

    /// Removes a wait and returns it.
    mutating func remove(_ id: WaitID) -> Wait? {
        guard let wait = self[id] else { return nil }
        countUnseen(wait, by: -1)
        slots[Int(id.slot)] = nil
        free.append(id.slot)
        byPod[wait.pod]?.removeAll { $0 == id }
        if byPod[wait.pod]?.isEmpty == true { byPod[wait.pod] = nil }
        count -= 1
        countByPeer[wait.peer, default: 0] -= 1
        if countByPeer[wait.peer] == 0 { countByPeer[wait.peer] = nil }
        heldBytes -= wait.heldBytes
        return wait
    }

    /// The pod of a wait is not known so far.
    mutating func park(_ id: WaitID, _ parking: Wait.Parking, until: Timestamp?) {
        update(id) { $0.phase = .parked(parking, until: until) }
    }

    /// The question of a wait is known; `began` is the start of an earlier wait that this one continues.
    ///
    /// - Returns: the wait as it was before, with what its client has said.
    mutating func ask(_ id: WaitID, _ question: WaitQuestion, in container: String, began: Timestamp?) -> Wait? {
        let said = self[id]?.completedJobs ?? []
        update(id) { wait in
            wait.ask(question)
            wait.container = container
            wait.completedJobs = []
            if let began { wait.began = began }
        }
        var wait = self[id]
        wait?.completedJobs = said
        return wait
    }

    /// A waiter has been added for the next dependency of the question.
    mutating func append(_ place: DependencyTable.Place, to id: WaitID) {
        guard self[id] != nil else { return }
        slots[Int(id.slot)]?.places.append(place)
    }

    /// A waiter has a new place, because another has left.
    mutating func moved(_ id: WaitID, index: Int, to place: DependencyTable.Place) {
        guard self[id]?.places.indices.contains(index) == true else { return }
        slots[Int(id.slot)]?.places[index] = place
    }

    /// A wait with probes has been told whether the server's part is ready.
    mutating func tell(_ id: WaitID, isReady: Bool) {
        guard self[id] != nil else { return }
        slots[Int(id.slot)]?.toldReady = isReady
    }

    /// A dependency of a wait has been judged.
    mutating func judged(_ id: WaitID, _ index: Int, _ line: VerdictLine) {
        guard self[id] != nil else { return }
        slots[Int(id.slot)]?.judged(index, line.status.state)
    }

    private mutating func update(_ id: WaitID, _ change: (inout Wait) -> Void) {
        guard var wait = self[id] else { return }
        countUnseen(wait, by: -1)
        heldBytes -= wait.heldBytes
        change(&wait)
        slots[Int(id.slot)] = wait
        countUnseen(wait, by: 1)
        heldBytes += wait.heldBytes
    }

    private mutating func countUnseen(_ wait: Wait, by amount: Int) {
        guard wait.isUnseen else { return }
        unseenCount += amount
        if wait.isHeld { heldCount += amount }
        unseenByPeer[wait.peer, default: 0] += amount
        if unseenByPeer[wait.peer] == 0 { unseenByPeer[wait.peer] = nil }
    }
}
