package import JSONText
package import KubernetesClient

/// A reflector's event with the object read, as the cache takes it.
package enum CacheEvent: Sendable {
    /// A full list begins.
    case listing
    /// An object is new or has changed.
    case applied(any WatchedRecord)
    /// An object is gone.
    case deleted(ObjectName)
    /// An object's new state cannot be read, so nothing may be believed of it.
    case unreadable(ObjectName, JSONError)
    /// Something came that cannot even be told apart, so nothing may be believed of the whole collection.
    case garbled(JSONError)
    /// The list is complete.
    case listed
    /// What has been told is what the API server knows.
    case current
    /// Connecting again has failed; the text says why.
    case interrupted(String)
    /// Our account may not read the collection; the text names the missing rule.
    case forbidden(String)

    /// Reads what the reflector of a collection tells. Pure, so that it need not happen where the cache is written.
    ///
    /// - Parameter repository: the repository of our image.
    package init(_ event: ReflectorEvent, of collection: WatchedCollection, repository: String = "") {
        switch event {
        case .listing: self = .listing
        case .listed: self = .listed
        case .current: self = .current
        case .interrupted(let reason): self = .interrupted(reason)
        case .forbidden(let rule): self = .forbidden(rule)
        case .applied(let json):
            do {
                var reader = JSONReader(json.span)
                self = .applied(try collection.form.read(&reader, repository: repository))
            } catch {
                self = CacheEvent.named(json) { .unreadable($0, error) }
            }
        case .deleted(let json):
            self = CacheEvent.named(json) { .deleted($0) }
        }
    }

    private static func named(_ json: ArraySlice<UInt8>, _ make: (ObjectName) -> CacheEvent) -> CacheEvent {
        do {
            var reader = JSONReader(json.span)
            return make(try ObjectName(reading: &reader))
        } catch {
            return .garbled(error)
        }
    }
}
