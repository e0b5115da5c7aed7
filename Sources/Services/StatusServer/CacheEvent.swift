package import JSONText
package import KubernetesClient
package import Readiness

/// A reflector's event with the object read, as the cache takes it.
package enum CacheEvent: Sendable {
    /// A full list begins.
    case listing
    /// An object is new or has changed.
    case applied(CachedObject)
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

    /// Reads what a reflector of this kind tells. Pure, so that it need not happen where the cache is written.
    package init(_ event: ReflectorEvent, of kind: WatchedKind) {
        switch event {
        case .listing: self = .listing
        case .listed: self = .listed
        case .current: self = .current
        case .interrupted(let reason): self = .interrupted(reason)
        case .forbidden(let rule): self = .forbidden(rule)
        case .applied(let json):
            do {
                self = .applied(try CacheEvent.object(json, of: kind))
            } catch {
                self = CacheEvent.named(json) { .unreadable($0, error) }
            }
        case .deleted(let json):
            self = CacheEvent.named(json) { .deleted($0) }
        }
    }

    private static func object(_ json: ArraySlice<UInt8>, of kind: WatchedKind) throws(JSONError) -> CachedObject {
        var reader = JSONReader(json.span)
        return switch kind {
        case .gatedPods: .pod(try GatedPod(reading: &reader))
        case .services: .service(try ServiceRecord(reading: &reader))
        case .endpointSlices: .endpointSlice(try EndpointSliceRecord(reading: &reader))
        case .jobs: .job(try JobRecord(reading: &reader))
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

/// An object of one of the watched kinds, reduced to what the rules read.
package enum CachedObject: Sendable {
    case pod(GatedPod)
    case service(ServiceRecord)
    case endpointSlice(EndpointSliceRecord)
    case job(JobRecord)
}
