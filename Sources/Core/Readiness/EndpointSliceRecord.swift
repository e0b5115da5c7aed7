package import JSONText

/// What is kept of an EndpointSlice: no more than `ServiceRule` reads.
package struct EndpointSliceRecord: Hashable, Sendable {
    /// One port that all endpoints of the slice serve.
    package struct Port: Hashable, Sendable {
        /// The name of the Service's port; empty where it has none.
        package let name: String
        /// The number on the endpoint; nil for every port.
        package let number: Int?
    }

    /// Its namespace, which is the Service's too.
    package let namespace: String
    /// Its name.
    package let name: String
    /// The Service that it belongs to, by the label `kubernetes.io/service-name`; empty where there is none.
    package let serviceName: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// Its ports; none where the API server wrote null.
    package private(set) var ports: [Port] = []
    /// Its endpoints.
    package private(set) var endpoints: [EndpointRecord] = []

    /// Reads one EndpointSlice object (`discovery.k8s.io/v1`).
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var metadata = ObjectMetadata()
        var ports: [Port] = []
        var endpoints: [EndpointRecord] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "ports":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { ports.append(try Self.port(&reader)) }
            case "endpoints":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { endpoints.append(try EndpointRecord(reading: &reader)) }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        serviceName = metadata.serviceName
        isBeingDeleted = metadata.isBeingDeleted
        self.ports = ports
        self.endpoints = endpoints
    }

    private static func port(_ reader: inout JSONReader) throws(JSONError) -> Port {
        var name = ""
        var number: Int?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "port": number = try reader.readIntegerUnlessNull()
            default: break
            }
        }
        return Port(name: name, number: number)
    }
}
