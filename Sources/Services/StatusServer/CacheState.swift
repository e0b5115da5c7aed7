/// How far what is kept of a collection can be believed.
package enum CacheState: Hashable, Sendable {
    /// It has never been listed completely.
    case unsynced
    /// What is kept is what the API server knows.
    case current
    /// It was current and is being listed again, because the watch had to begin anew: what is kept may be shown, but
    /// nobody is released by it.
    case relisting
    /// The API server cannot be reached; the text says why.
    case interrupted(String)
    /// Our account may not read the collection; the text names the missing rule.
    case forbidden(String)

    /// Whether a pod may be released, or failed, by what is kept.
    package var isTrusted: Bool { self == .current }

    /// The state in words, for the gated pods.
    var text: String {
        switch self {
        case .unsynced: "it has not read the list of pods yet"
        case .current: "nothing is wrong"
        case .relisting: "it is reading the list of pods again"
        case .interrupted(let reason): "it cannot reach the API server: \(reason)"
        case .forbidden(let rule): "it may not read pods: \(rule)"
        }
    }
}
