import Locking

/// What must be true before this replica takes admissions: a few named checks, asked when somebody looks.
///
/// A check that need only be true once since the start is not asked again after that. Thread-safe.
package final class ReadinessChecks: Sendable {
    /// One check's name and why it fails; nil when it passes.
    package typealias Result = (name: String, failure: String?)

    /// One check.
    package struct Check: Sendable {
        /// What `/readyz` calls it.
        let name: String
        /// Whether passing once is enough.
        let isOnce: Bool
        /// Why it fails now; nil when it passes.
        let failure: @Sendable () async -> String?

        /// A check whose `failure` says in a few words why it fails, or nil; with `once` it stays passed.
        package init(_ name: String, once isOnce: Bool = false, failure: @escaping @Sendable () async -> String?) {
            self.name = name
            self.isOnce = isOnce
            self.failure = failure
        }
    }

    private let checks: [Check]
    private let passed = Locked<Set<String>>([])

    /// These checks, shown in this order.
    package init(_ checks: [Check]) {
        self.checks = checks
    }

    /// Asks every check.
    package func results() async -> [Result] {
        var results: [Result] = []
        for check in checks {
            if passed.withLock({ $0.contains(check.name) }) {
                results.append((check.name, nil))
                continue
            }
            let failure = await check.failure()
            if failure == nil, check.isOnce { passed.withLock { _ = $0.insert(check.name) } }
            results.append((check.name, failure))
        }
        return results
    }
}
