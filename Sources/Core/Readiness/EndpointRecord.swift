import JSONText

/// What is kept of one endpoint of an EndpointSlice: who it is, and what its conditions come to.
package struct EndpointRecord: Hashable, Sendable {
    /// By what an endpoint is known in several slices.
    package enum Identity: Hashable, Sendable {
        /// The object that it is an address of, by UID: a pod has one for each address family.
        case target(ObjectUID)
        /// The first address of one that says no object.
        case address(String)
    }

    /// Who it is.
    package let identity: Identity
    /// `serving ?? ready ?? true`: unknown counts as true, as EndpointSlice's own documentation asks.
    package let isServing: Bool
    /// It is going away.
    package let isTerminating: Bool

    /// Reads one element of `endpoints`.
    init(reading reader: inout JSONReader) throws(JSONError) {
        var address = ""
        var target = ""
        var conditions: (ready: Bool?, serving: Bool?, terminating: Bool?) = (nil, nil, nil)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "addresses":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() {
                    if address.isEmpty { address = try reader.readString() }
                }
            case "targetRef":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    if inner.isEqual(to: "uid") { target = try reader.readStringUnlessNull() ?? "" }
                }
            case "conditions":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    switch inner {
                    case "ready": conditions.ready = try reader.readBooleanUnlessNull()
                    case "serving": conditions.serving = try reader.readBooleanUnlessNull()
                    case "terminating": conditions.terminating = try reader.readBooleanUnlessNull()
                    default: break
                    }
                }
            default: break
            }
        }
        identity = target.isEmpty ? .address(address) : .target(ObjectUID(target))
        isServing = conditions.serving ?? conditions.ready ?? true
        isTerminating = conditions.terminating ?? false
    }
}
