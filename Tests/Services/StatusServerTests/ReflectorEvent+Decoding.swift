import JSONText
import KubernetesClient
import StatusServer
import Testing

/// An event with the object's JSON, as a test writes it.
typealias TextEvent = ReflectorEvent<ArraySlice<UInt8>>

extension ReflectorEvent where Object == ArraySlice<UInt8> {
    /// The event as a reflector of that collection tells it.
    func decoded(of collection: WatchedCollection) -> ReflectorEvent<DecodedObject>? {
        switch self {
        case .listing: .listing
        case .applied(let text): Self.object(text, collection).map { .applied($0) }
        case .deleted(let text): Self.object(text, collection).map { .deleted($0) }
        case .listed: .listed
        case .current: .current
        case .interrupted(let reason): .interrupted(reason: reason)
        case .forbidden(let rule): .forbidden(rule)
        }
    }

    private static func object(_ text: ArraySlice<UInt8>, _ collection: WatchedCollection) -> DecodedObject? {
        var reader = JSONReader(text.span)
        do {
            return try DecodedObject(reading: &reader, of: collection)
        } catch {
            Issue.record("a test's object: \(error)")
            return nil
        }
    }
}
