/// What a reflector tells its sink about one collection of objects, in the order in which it became known.
///
/// A full list is `listing`, then `applied` for each object, then `listed`. It may be broken off and begun again: only
/// `listed` ends it, and only then is it known which objects are gone. Until the first `current` nothing is known for
/// sure, and after `interrupted` or `forbidden` nothing is known for sure until the next `current`.
package enum ReflectorEvent<Object: Sendable>: Sendable {
    /// A full list begins. What is cached stays valid until `listed`.
    case listing
    /// What was read of an object: of an item of the list, or of what a watch added or modified.
    case applied(Object)
    /// What was read of the last state of an object that is gone.
    case deleted(Object)
    /// The list is complete: whatever it did not mention is gone.
    case listed
    /// The watch is connected and what the sink knows is what the API server knows.
    case current
    /// Reconnecting has failed at least once, or the API server has forgotten the version of the cache: it is kept, but
    /// must not be believed. Repeated with each new reason.
    case interrupted(reason: String)
    /// We may not list or watch this collection; the text is the API server's, naming the missing rule.
    case forbidden(String)

    /// Whether it tells of the list and the watch themselves, not of an object.
    var isAboutTheWatch: Bool {
        switch self {
        case .applied, .deleted: false
        case .listing, .listed, .current, .interrupted, .forbidden: true
        }
    }
}

extension ReflectorEvent: Equatable where Object: Equatable {}
extension ReflectorEvent: Hashable where Object: Hashable {}
