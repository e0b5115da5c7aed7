package import JSONText

/// What is kept of a Service: no more than `ServiceRule` reads.
///
/// `publishNotReadyAddresses` is not kept: it makes the endpoints' `ready` true whatever they are, and the rule goes by
/// `serving` in any case.
package struct ServiceRecord: Hashable, Sendable {
    /// One port of a Service.
    package struct Port: Hashable, Sendable {
        /// Its name, by which it is found in EndpointSlices; empty where it has none.
        package let name: String
        /// The number on the Service itself.
        package let number: Int
    }

    /// Its namespace.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It is a name for something elsewhere: nothing is known of what is behind it.
    package private(set) var isExternalName = false
    /// Its endpoints come from the pods that it selects; without, from slices that people write.
    package private(set) var hasSelector = false
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its labels.
    package let labels: PackedLabels
    /// Its ports.
    package private(set) var ports: [Port] = []

    /// Reads one Service object (`v1`). Fields of no interest are skipped, though still checked to be JSON.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var spec = Spec()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader, keepsLabels: true)
            case "spec": try spec.read(&reader)
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        labels = metadata.labels
        isExternalName = spec.type == "ExternalName"
        hasSelector = spec.hasSelector
        ports = spec.ports
    }

    private struct Spec {
        var type = ""
        var hasSelector = false
        var ports: [Port] = []

        mutating func read(_ reader: inout JSONReader) throws(JSONError) {
            guard try reader.beginObjectUnlessNull() else { return }
            while let key = try reader.nextKey() {
                switch key {
                case "type": type = try reader.readStringUnlessNull() ?? ""
                case "selector":
                    // An empty selector is none: the controller makes no slices for it.
                    guard try reader.beginObjectUnlessNull() else { continue }
                    while try reader.nextKey() != nil { hasSelector = true }
                case "ports":
                    guard try reader.beginArrayUnlessNull() else { continue }
                    while try reader.nextElement() { ports.append(try Self.port(&reader)) }
                default: break
                }
            }
        }

        private static func port(_ reader: inout JSONReader) throws(JSONError) -> Port {
            var name = ""
            var number = 0
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.readStringUnlessNull() ?? ""
                case "port": number = try reader.readIntegerUnlessNull() ?? 0
                default: break
                }
            }
            return Port(name: name, number: number)
        }
    }
}
