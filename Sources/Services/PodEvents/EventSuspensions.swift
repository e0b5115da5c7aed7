/// The namespaces in which Events were forbidden, by RBAC, a quota or the namespace's end: for a while nothing is tried there.
struct EventSuspensions: Sendable {
    private struct Suspension {
        var until: Duration
        var length: Duration
    }

    private static let most = 1_000
    private let first: Duration
    private var suspensions: [String: Suspension] = [:]

    /// None; the first of a namespace takes so long, and each that follows twice as long as the one before, up to sixteenfold.
    init(first: Duration) {
        self.first = first
    }

    /// Whether nothing is to be tried there now.
    func isSuspended(_ namespace: String, at now: Duration) -> Bool {
        suspensions[namespace].map { now < $0.until } ?? false
    }

    /// It was forbidden there.
    mutating func begin(_ namespace: String, at now: Duration) {
        let length = suspensions[namespace].map { min($0.length * 2, first * 16) } ?? first
        if suspensions.count >= Self.most, suspensions[namespace] == nil {
            suspensions = suspensions.filter { now < $0.value.until }
            guard suspensions.count < Self.most else { return }
        }
        suspensions[namespace] = Suspension(until: now + length, length: length)
    }

    /// It was allowed.
    mutating func end(_ namespace: String) {
        if !suspensions.isEmpty { suspensions[namespace] = nil }
    }
}
