import JSONText
import Policies
import Testing

/// Policies written in a test, as the API server would send them.
enum PolicyText {
    /// The record of a policy with that spec.
    static func record(
        _ kind: PolicyKind = .namespaced, name: String = "db", namespace: String = "shop", generation: Int = 1,
        spec: String
    ) throws -> PolicyRecord {
        let place = kind == .namespaced ? #","namespace":"\#(namespace)""# : ""
        let text = #"""
            {"apiVersion":"wait.k8s/v1alpha1","kind":"\#(kind.rawValue)","metadata":{"name":"\#(name)"\#(place),
            "uid":"u-\#(name)","generation":\#(generation),"resourceVersion":"7"},"spec":\#(spec)}
            """#
        return try record(json: text, kind)
    }

    /// The record of a whole object.
    static func record(json: String, _ kind: PolicyKind = .namespaced) throws -> PolicyRecord {
        let bytes = Array(json.utf8)
        var reader = JSONReader(bytes.span)
        let record = try PolicyRecord(reading: &reader, kind: kind)
        try reader.end()
        return record
    }

    /// The policy with that spec, which must have no mistakes.
    static func policy(
        _ kind: PolicyKind = .namespaced, name: String = "db", namespace: String = "shop", spec: String
    ) throws -> Policy {
        let record = try record(kind, name: name, namespace: namespace, spec: spec)
        #expect(record.mistakes == [])
        return try #require(record.policy)
    }

    /// A spec that selects all pods and lists these Services, with other members before them.
    static func spec(_ members: String = "", services: String = "postgres") -> String {
        let rest = members.isEmpty ? "" : members + ","
        return #"{\#(rest)"selector":{},"dependencies":{"for-service":"\#(services)"}}"#
    }
}
