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
            return isNews
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
            var isChanged = false
            for (event, record) in news { isChanged = Self.apply(event, record, to: &known) || isChanged }
            state.kinds[kind] = known
            return isChanged
        }
    }

    /// Changes what is known, and puts in force what can be where `body` says that this changes anything.
    private func change(_ body: (inout State) -> Bool) -> Bool {
        arranging.withLock { _ in
            let records = state.withLock { state -> [PolicyRecord]? in
                body(&state) ? state.kinds.values.flatMap { $0.records.all.map(\.value) } : nil
            }
            guard let records else { return false }
            arrange(records)
            return true
        }
    }

    private static func record(_ json: [UInt8], _ kind: PolicyKind) -> PolicyRecord? {
        var reader = JSONReader(json.span)
        return try? PolicyRecord(reading: &reader, kind: kind)
    }

    private static func apply(_ event: ReflectorEvent<[UInt8]>, _ record: PolicyRecord?, to known: inout Kind) -> Bool {
        switch event {
        case .listing:
            known.records.beginList()
            return false
        case .applied:
            guard let record else { return false }
            // One that is going away binds nobody any more.
            known.records.apply(record.isBeingDeleted ? nil : record, name: record.name.description)
        case .deleted:
            guard let record else { return false }
            known.records.remove(name: record.name.description)
        case .listed: known.records.endList()
        case .current:
            known.isAbsent = false
            return false
        case .forbidden:
            known.isAbsent = true
            return false
        case .interrupted: return false
        }
        return true
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
