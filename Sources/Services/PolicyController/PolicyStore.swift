internal import JSONText
package import KubernetesClient
internal import Locking
package import Policies

/// The policies of the cluster as far as they are known, and those that are in force here.
///
/// What was known stays in force while the API server cannot be reached. Thread-safe.
package final class PolicyStore: Sendable {
    /// The most policies that are put in force: what each replica has is written into one annotation of its Lease.
    package static let mostPolicies = 4096

    /// What is known of one kind.
    private struct Kind {
        var records = ObjectsByName<PolicyRecord>()
        /// It is not served, or we may not list it: there are none.
        var isAbsent = false
    }

    private struct State {
        var kinds: [PolicyKind: Kind] = [.cluster: Kind(), .namespaced: Kind()]
        var standings: [PolicyStanding] = []
        var inForce: PoliciesInForce

        /// Takes what has been written about a policy that is otherwise as it was.
        mutating func note(_ record: PolicyRecord) {
            guard let index = standings.firstIndex(where: { $0.record.name == record.name }) else { return }
            standings[index] = PolicyStanding(record, mistakes: standings[index].mistakes)
        }
    }

    /// What news make different.
    private struct Change {
        /// Other policies than before are known, or other ones of them.
        var isOfPolicies = false
        /// The policies of which nothing is new but what has been written about them.
        var statuses: [PolicyRecord] = []
    }

    private let judge: @Sendable (Policy) -> [PolicyMistake]
    private let namespaceLabels: PoliciesInForce.NamespaceLabels
    private let state: Locked<State>
    /// Held while policies are arranged, one change after another; admissions never wait for it.
    private let arranging = Locked(())

    /// A store of no policies.
    ///
    /// - Parameters:
    ///   - judge: why a policy without mistakes of its own cannot be put in force; empty where it can.
    ///   - namespaceLabels: what the labels of a Namespace are; nil where they are not known. Must not block.
    package init(
        judge: @escaping @Sendable (Policy) -> [PolicyMistake],
        namespaceLabels: @escaping PoliciesInForce.NamespaceLabels
    ) {
        self.judge = judge
        self.namespaceLabels = namespaceLabels
        state = Locked(State(inForce: PoliciesInForce(.empty, namespaceLabels: namespaceLabels)))
    }

    /// The policies by which pods are admitted now.
    package var inForce: PoliciesInForce { state.withLock { $0.inForce } }

    /// All policies, in no order.
    package var standings: [PolicyStanding] { state.withLock { $0.standings } }

    /// Why admission should not begin yet, in a few words; nil once both kinds have been listed or are known not to be.
    package var obstacle: String? {
        let isKnown = state.withLock { $0.kinds.values.allSatisfy { $0.records.isSynced || $0.isAbsent } }
        return isKnown ? nil : "the policies have not been listed yet"
    }

    /// Notes that a kind is not served: there are no policies of it. True where that changes anything.
    @discardableResult
    package func noteAbsence(of kind: PolicyKind) -> Bool {
        change { state in
            let isNews = state.kinds[kind].map { !$0.isAbsent || $0.records.count > 0 } ?? true
            state.kinds[kind] = Kind(isAbsent: true)
            return Change(isOfPolicies: isNews)
        }
    }

    /// Takes what the reflector of a kind has told; true where that changes anything.
    @discardableResult
    package func receive(_ kind: PolicyKind, _ events: [ReflectorEvent<[UInt8]>]) -> Bool {
        // Read before the lock is taken: admissions wait for it.
        let news = events.map { event -> (event: ReflectorEvent<[UInt8]>, record: PolicyRecord?) in
            switch event {
            case .applied(let json), .deleted(let json): (event, Self.record(json, kind))
            default: (event, nil)
            }
        }
        return change { state in
            var known = state.kinds[kind] ?? Kind()
            state.kinds[kind] = nil
            var change = Change()
            for (event, record) in news { Self.apply(event, record, to: &known, &change) }
            state.kinds[kind] = known
            return change
        }
    }

    /// Changes what is known, as `body` does and says, and puts in force what can be; true where that is anything.
    private func change(_ body: (inout State) -> Change) -> Bool {
        arranging.withLock { _ in
            let (isChanged, records) = state.withLock { state -> (Bool, [PolicyRecord]?) in
                let change = body(&state)
                guard !change.isOfPolicies else {
                    return (true, state.kinds.values.flatMap { $0.records.all.map(\.value) })
                }
                for record in change.statuses { state.note(record) }
                return (!change.statuses.isEmpty, nil)
            }
            if let records { arrange(records) }
            return isChanged
        }
    }

    private static func record(_ json: [UInt8], _ kind: PolicyKind) -> PolicyRecord? {
        var reader = JSONReader(json.span)
        return try? PolicyRecord(reading: &reader, kind: kind)
    }

    private static func apply(
        _ event: ReflectorEvent<[UInt8]>, _ record: PolicyRecord?, to known: inout Kind, _ change: inout Change
    ) {
        switch event {
        case .listing: known.records.beginList()
        case .applied:
            guard let record else { return }
            let name = record.name.description
            let before = known.records[name]
            // One that is going away binds nobody any more.
            known.records.apply(record.isBeingDeleted ? nil : record, name: name)
            // What is written about policies comes back as news of each, and must not cost as much as all of them.
            if before?.isSameBesideStatus(as: record) == true {
                change.statuses.append(record)
            } else {
                change.isOfPolicies = true
            }
        case .deleted:
            guard let record else { return }
            known.records.remove(name: record.name.description)
            change.isOfPolicies = true
        case .listed:
            known.records.endList()
            change.isOfPolicies = true
        case .current: known.isAbsent = false
        case .forbidden: known.isAbsent = true
        case .interrupted: break
        }
    }

    /// Puts in force what can be.
    private func arrange(_ records: [PolicyRecord]) {
        let sorted = records.sorted { $0.name < $1.name }
        var standings: [PolicyStanding] = []
        var policies: [Policy] = []
        for (number, record) in sorted.enumerated() {
            guard number < Self.mostPolicies else {
                let mistake = PolicyMistake(
                    "metadata", "There are more than \(Self.mostPolicies) policies; this one is beyond, by its name.")
                standings.append(PolicyStanding(record, mistakes: [mistake]))
                continue
            }
            let mistakes = record.policy.map(judge) ?? record.mistakes
            standings.append(PolicyStanding(record, mistakes: mistakes))
            if mistakes.isEmpty, let policy = record.policy { policies.append(policy) }
        }
        let inForce = PoliciesInForce(PolicySet(policies), namespaceLabels: namespaceLabels)
        state.withLock { state in
            state.standings = standings
            state.inForce = inForce
        }
    }
}
