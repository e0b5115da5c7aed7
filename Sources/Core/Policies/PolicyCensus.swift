package import Dependencies

/// How many pods each policy selects, how many of these wait, and which were created under it without being gated.
package struct PolicyCensus: Sendable {
    /// The numbers of one policy.
    package struct Counts: Hashable, Sendable {
        /// Pods that it selects.
        package var matched = 0
        /// Those of them that wait.
        package var waiting = 0
        /// Those of them that it binds, and that are not gated.
        package var ungated = 0

        /// No pods.
        package init() {}
    }

    /// What pods are compared with.
    package struct Rules: Sendable {
        /// The policies.
        var policies: PoliciesInForce
        /// Since when each policy binds pods (RFC 3339, in UTC); those that bind none yet are missing.
        var since: [PolicyName: String]
        /// What the labels of the Namespaces are whose pods come to the webhook; nil for all.
        var scope: LabelSelector?

        /// Rules of these parts.
        package init(_ policies: PoliciesInForce, since: [PolicyName: String], scope: LabelSelector?) {
            self.policies = policies
            self.since = since
            self.scope = scope
        }
    }

    /// A pod that a policy binds and that is not gated.
    package struct Ungated: Sendable {
        /// The pod.
        package let pod: CountedPod
        /// The policy that wins of those that bind it.
        package let policy: PolicyName
    }

    /// A pod, and what the rules make of it.
    private struct Entry: Sendable {
        let pod: CountedPod
        var matched: [PolicyName] = []
        var binding: [PolicyName] = []
        var isTold = false
    }

    private var rules = Rules(.none, since: [:], scope: nil)
    private var entries: [String: Entry] = [:]
    private var mentioned: Set<String>?

    /// Whether all pods have been listed: before that, the numbers are too small.
    package private(set) var isSynced = false

    /// Knows no pods.
    package init() {}

    /// Puts other rules in force.
    package mutating func arrange(_ rules: Rules) {
        self.rules = rules
        for (key, entry) in entries { entries[key] = judged(entry.pod, isTold: entry.isTold) }
    }

    /// A full list begins.
    package mutating func beginList() { mentioned = [] }

    /// The full list is complete.
    package mutating func endList() {
        isSynced = true
        guard let mentioned else { return }
        entries = entries.filter { mentioned.contains($0.key) }
        self.mentioned = nil
    }

    /// Takes a pod as it is now.
    package mutating func apply(_ pod: CountedPod) {
        mentioned?.insert(pod.key)
        guard pod.counts else {
            entries[pod.key] = nil
            return
        }
        let known = entries[pod.key]
        entries[pod.key] = judged(pod, isTold: known?.pod.uid == pod.uid && known?.isTold == true)
    }

    /// Forgets a pod that is gone.
    package mutating func remove(_ key: String) { entries[key] = nil }

    /// The numbers of each policy that selects a pod.
    package var counts: [PolicyName: Counts] {
        var counts: [PolicyName: Counts] = [:]
        for entry in entries.values {
            for name in entry.matched {
                counts[name, default: Counts()].matched += 1
                if entry.pod.isWaiting { counts[name, default: Counts()].waiting += 1 }
            }
            for name in entry.binding where !entry.pod.isGated { counts[name, default: Counts()].ungated += 1 }
        }
        return counts
    }

    /// The numbers of all policies together, each pod counted once.
    package var totals: Counts {
        var totals = Counts()
        for entry in entries.values where !entry.matched.isEmpty {
            totals.matched += 1
            if entry.pod.isWaiting { totals.waiting += 1 }
            if !entry.binding.isEmpty, !entry.pod.isGated { totals.ungated += 1 }
        }
        return totals
    }

    /// At most so many ungated pods of which nothing has been told yet; each is given out once.
    package mutating func takeUngated(atMost limit: Int) -> [Ungated] {
        var found: [Ungated] = []
        for (key, entry) in entries where !entry.isTold && !entry.pod.isGated {
            guard found.count < limit else { break }
            guard let policy = entry.binding.first else { continue }
            found.append(Ungated(pod: entry.pod, policy: policy))
            entries[key]?.isTold = true
        }
        return found
    }

    private func judged(_ pod: CountedPod, isTold: Bool) -> Entry {
        var entry = Entry(pod: pod, isTold: isTold)
        if let scope = rules.scope, rules.policies.labels(of: pod.traits.namespace, match: scope) != true {
            return entry
        }
        for policy in rules.policies.matches(pod.traits).policies {
            entry.matched.append(policy.name)
            // To the second: of a pod of the same one nobody knows which was first.
            if policy.mode == .enforce, let since = rules.since[policy.name], pod.created > since {
                entry.binding.append(policy.name)
            }
        }
        return entry
    }
}
