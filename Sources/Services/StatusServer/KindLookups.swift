import KubernetesClient
import Readiness

/// The kinds that somebody waits for and only discovery knows: what was found out, and when to ask again.
///
/// Pure: the state asks, and tells what came of it.
struct KindLookups: Sendable {
    private struct Lookup {
        /// What was found out last.
        var answer: Resolution?
        /// Discovery is asking now.
        var isAsking = false
        /// When to ask next.
        var askAt = Timestamp(seconds: .min)
        /// After how many seconds to ask again if nothing has been found.
        var delay = KindLookups.shortestDelay
    }

    /// How soon to ask again for what is not there; doubled each time, up to the longest.
    static let shortestDelay = 2, longestDelay = 60
    /// How soon to ask again for what was found: another version may be the one to watch by then.
    static let refreshDelay = 600

    private var lookups: [String: Lookup] = [:]
    private var isChangeExpected = false

    /// The moment at which something is to be asked.
    var next: Timestamp? { lookups.values.lazy.filter { !$0.isAsking }.map(\.askAt).min() }

    /// How many kinds somebody waits for.
    var count: Int { lookups.count }

    /// Whether a kind is looked up.
    func has(_ type: String) -> Bool { lookups[type] != nil }

    /// What is known of a kind; nil as long as nothing has been found out.
    func answer(_ type: String) -> Resolution? { lookups[type]?.answer }

    /// Somebody waits for a kind.
    mutating func want(_ type: String) {
        if lookups[type] == nil { lookups[type] = Lookup() }
    }

    /// Nobody waits for a kind any more.
    mutating func drop(_ type: String) { lookups[type] = nil }

    /// What is to be asked now, and whether what was found out before may be wrong.
    mutating func takeDue(now: Timestamp) -> (types: [String], isChangeExpected: Bool) {
        let due = lookups.filter { !$0.value.isAsking && $0.value.askAt <= now }.map(\.key)
        guard !due.isEmpty else { return ([], false) }
        for type in due { lookups[type]?.isAsking = true }
        defer { isChangeExpected = false }
        return (due.sorted(), isChangeExpected)
    }

    /// Discovery has answered.
    ///
    /// - Returns: whether that is news for those who wait.
    mutating func answered(_ type: String, _ answer: Resolution, now: Timestamp) -> Bool {
        guard var lookup = lookups[type] else { return false }
        lookup.isAsking = false
        switch answer {
        case .found:
            lookup.delay = Self.shortestDelay
            lookup.askAt = now.adding(seconds: Self.refreshDelay)
        case .notFound, .failed:
            lookup.askAt = now.adding(seconds: lookup.delay)
            lookup.delay = min(lookup.delay * 2, Self.longestDelay)
        }
        // What was found is not lost because discovery cannot be asked at the moment.
        if case .found = lookup.answer, case .failed = answer {
            lookups[type] = lookup
            return false
        }
        let isNews = lookup.answer != answer
        lookup.answer = answer
        lookups[type] = lookup
        return isNews
    }

    /// A CustomResourceDefinition has come, gone or changed: everything is asked again.
    mutating func expectChange(now: Timestamp) {
        guard !lookups.isEmpty else { return }
        isChangeExpected = true
        for type in lookups.keys {
            lookups[type]?.askAt = now
            lookups[type]?.delay = Self.shortestDelay
        }
    }

    /// What was found for a kind cannot be watched: it may be served in another version, or no longer.
    mutating func doubt(_ resource: ResourceType, now: Timestamp) {
        for (type, lookup) in lookups where lookup.answer == .found(resource) {
            isChangeExpected = true
            lookups[type]?.askAt = min(lookup.askAt, now.adding(seconds: Self.shortestDelay))
        }
    }
}
