import Dependencies
import Readiness
import StatusAPI

extension WaitRegistry {
    /// Refuses a question for which there is no room.
    func admit(_ request: WaitRequest, peer: String) throws(StatusServerError) {
        guard waits.count < settings.maximumWaits else {
            throw StatusServerError(
                .tooManyWaits, "\(settings.maximumWaits) pods wait here already; connect again later")
        }
        guard waits.count(of: peer) < settings.maximumWaitsPerPeer else {
            throw StatusServerError(
                .tooManyWaitsOfPeer,
                "\(settings.maximumWaitsPerPeer) pods of this address wait here already; connect again later")
        }
        let pod = ObjectName(namespace: request.namespace, name: request.pod)
        let isTrusted = cache.state(of: .gatedPods).isTrusted
        if isTrusted, (cache.pod(pod) ?? cache.strayPod(pod))?.uid == request.uid { return }
        guard waits.heldBytes + request.completedJobs.byteCount <= settings.maximumHeldBytes else {
            throw StatusServerError(
                .tooMuchHeld, "too much is asked by pods that this server does not know yet; connect again later")
        }
        guard isTrusted else { return }
        guard waits.unseenCount < settings.maximumUnknownPods, waits.heldCount < settings.maximumHeldQuestions,
            waits.unseenCount(of: peer) < settings.maximumUnknownPodsPerPeer
        else {
            throw StatusServerError(
                .tooManyUnknownPods,
                "too many pods that this server has not seen are asked for; connect again later")
        }
    }

    /// Finds out whose wait it is, as far as that can be known now: it is asked, parked or refused.
    mutating func resolve(_ id: WaitID, now: Timestamp, _ actions: inout [WaitAction]) {
        guard let wait = waits[id] else { return }
        switch Identity(of: wait, in: cache, settings: settings, now: now) {
        case .unchanged:
            break
        case .same(let pod):
            let changed = wait.places.filter { table.take(pod, at: $0) }
            finish(changed.compactMap { table.judge($0, in: cache, now: now) }, now: now, &actions)
        case .known(let pod, let container, let question):
            ask(question, of: pod, in: container, for: id, now: now, &actions)
        case .parked(let parking, let until, let message):
            if parking == .unseen, let message = reads.refusal(of: wait, now: now) {
                self.end(id, .refused(message), &actions)
                return
            }
            if parking == .unseen, readsPods { reads.want(wait.pod, from: wait.peer, now: now) }
            waits.park(id, parking, until: until)
            if let until { parkings.insert(id, at: until) }
            if let message { actions.append(.unknown(id, message)) }
        case .ended(let end):
            self.end(id, end, &actions)
        }
    }

    private mutating func ask(
        _ question: WaitQuestion, of pod: GatedPod, in container: String, for id: WaitID, now: Timestamp,
        _ actions: inout [WaitAction]
    ) {
        let inherited = past(of: pod, in: container)
        if let inherited { actions.append(.end(inherited.id, .replaced)) }
        guard let wait = waits.ask(id, question, in: container, began: inherited?.began) else { return }
        let subject = WaitSubject(pod: pod.objectName, uid: pod.uid, container: container, question: question)
        actions.append(.known(id, subject))
        let memory = CompletionMemory(wait.completedJobs, question)
        for (index, dependency) in question.judgedHere.enumerated() {
            let perspective = Perspective(
                of: pod, for: dependency, seenJobs: inherited?.seenJobs(at: index) ?? [],
                claimedJobs: memory[dependency])
            let waiter = Waiter(wait: id, index: index, began: wait.began, perspective: perspective)
            waits.append(table.add(waiter, for: dependency, in: &cache), to: id)
        }
        // Not before its dependencies have a waiter again: what is known of them goes with the last one.
        if let inherited { remove(inherited.id) }
        let judged = (waits[id]?.places ?? []).compactMap { table.judge($0, in: cache, now: now) }
        finish(judged, now: now, &actions)
        conclude(id, &actions)
    }

    /// Ends a wait.
    mutating func end(_ id: WaitID, _ end: WaitEnd, _ actions: inout [WaitAction]) {
        actions.append(.end(id, end))
        remove(id)
    }

    /// The wait of a pod's container that is going on, and what it knows.
    func past(of pod: GatedPod, in container: String) -> PastWait? {
        for id in waits.ids(of: pod.objectName) {
            guard let wait = waits[id], wait.uid == pod.uid, wait.phase == .asked, wait.container == container else {
                continue
            }
            let seenJobs = wait.places.map { table.waiter(at: $0)?.perspective.seenJobs ?? [] }
            return PastWait(id: id, began: wait.began, seenJobs: seenJobs)
        }
        return nil
    }
}
