import KubernetesClient
package import Readiness

extension WaitRegistry {
    /// The pods that are to be read from the API server now.
    package mutating func takeReads(now: Timestamp) -> [ObjectName] {
        guard readsPods else { return [] }
        return reads.takeDue(now: now) { pod in
            waits.ids(of: pod).contains { waits[$0]?.isWithoutPod == true }
        }
    }

    /// A pod has been read from the API server, since somebody asks in its name whom no watch tells of.
    package mutating func read(_ pod: ObjectName, _ reading: PodReading, now: Timestamp) -> [WaitAction] {
        var actions: [WaitAction] = []
        let asking = waits.ids(of: pod).filter { waits[$0]?.isWithoutPod == true }
        switch reading {
        case .missing:
            // It may yet appear; until then the API server is not asked again for a while.
            reads.answered(pod, again: Self.seconds(settings.podReadMemory), now: now)
        case .failed(let reason):
            reads.answered(pod, again: Self.readRetryDelay, now: now)
            for id in asking { actions.append(.unknown(id, "Pod \(pod) cannot be read: \(reason)")) }
        case .found(let found) where found.isLabelled:
            // The watch will tell of it.
            reads.answered(pod, again: Self.seconds(settings.podReadMemory), now: now)
        case .found(let found):
            let isAnybody = asking.contains { id in
                waits[id].map { refusal(of: $0, by: found) == nil } ?? false
            }
            if isAnybody, !keep(found) {
                reads.answered(pod, again: Self.readRetryDelay, now: now)
                let message =
                    "Pod \(pod) has no label \(GatedPod.labelSelector), and this server watches as much as --max-watches allows"
                for id in asking { actions.append(.unknown(id, message)) }
                return actions
            }
            reads.answered(pod, again: nil, now: now)
            for id in asking { take(found, for: id, now: now, &actions) }
        }
        return actions
    }

    /// How soon a pod is read again that could not be read, in seconds.
    private static let readRetryDelay = 5

    /// Why a pod that has been read does not answer for a wait; nil if it does.
    private func refusal(of wait: Wait, by pod: GatedPod) -> String? {
        guard pod.uid == wait.uid else { return "Pod \(pod.objectName) has another UID than the one that was given" }
        if case .ended(.refused(let message)) = Identity.question(of: pod, in: wait.container) { return message }
        return nil
    }

    private mutating func take(_ pod: GatedPod, for id: WaitID, now: Timestamp, _ actions: inout [WaitAction]) {
        guard let wait = waits[id] else { return }
        if let message = refusal(of: wait, by: pod) {
            reads.refuse(wait, message, now: now)
            end(id, .refused(message), &actions)
        } else {
            resolve(id, now: now, &actions)
        }
    }

    // MARK: Pods that are watched one by one

    /// Watches a pod by itself from now on, for as long as it waits; until the watch tells, it is as it was read.
    ///
    /// - Returns: false when there is no room for another watch.
    private mutating func keep(_ pod: GatedPod) -> Bool {
        let collection = WatchedCollection.pod(pod.objectName)
        guard !strays.contains(collection) else { return true }
        guard table.reserve() else { return false }
        strays.insert(collection)
        turnedStrays.insert(collection)
        var touched = Touched()
        cache.apply(.applied(.record(pod)), of: cache.id(for: collection), touched: &touched)
        return true
    }

    /// A wait for a pod has ended: nobody may be left who needs to know of it.
    mutating func release(_ pod: ObjectName) {
        let collection = WatchedCollection.pod(pod)
        guard waits.ids(of: pod).isEmpty, strays.remove(collection) != nil else { return }
        table.unreserve()
        turnedStrays.insert(collection)
    }

    private static func seconds(_ duration: Duration) -> Int { max(1, Int(clamping: duration.components.seconds)) }
}
