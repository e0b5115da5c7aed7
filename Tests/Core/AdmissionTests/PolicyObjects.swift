import Dependencies
import JSONText
import Policies
import Testing

/// Policies written in a test.
enum PolicyObjects {
    /// The policy of that spec, which must have no mistakes.
    static func policy(
        _ name: String, _ kind: PolicyKind = .namespaced, namespace: String = "shop", spec: String
    ) throws -> Policy {
        let bytes = Array(
            #"{"metadata":{"name":"\#(name)","namespace":"\#(namespace)","generation":1},"spec":\#(spec)}"#.utf8)
        var reader = JSONReader(bytes.span)
        let record = try PolicyRecord(reading: &reader, kind: kind)
        #expect(record.mistakes == [])
        return try #require(record.policy)
    }

    /// These in force, in a cluster whose Namespaces are all of team x.
    static func inForce(_ policies: [Policy]) -> PoliciesInForce {
        PoliciesInForce(PolicySet(policies)) { $0 == "new" ? nil : ["team": "x"] }
    }

    /// Those under which the answers that are checked in were made.
    static func ofTheGoldens() throws -> PoliciesInForce {
        inForce([
            try policy(
                "api",
                spec:
                    #"{"selector":{"ownerKind":"Deployment","ownerName":"my-api"},"timeout":"20m","dependencies":{"for-service":"cache, db/postgres"}}"#
            ),
            try policy(
                "stateful", .cluster,
                spec:
                    #"{"priority":5,"selector":{"ownerKind":"StatefulSet","namespaceSelector":{"matchLabels":{"team":"x"}}},"position":"last","dependencies":{"for":"deployment/infra/operator","for-pvc":"data"}}"#
            ),
            try policy(
                "jobs",
                spec:
                    #"{"mode":"Audit","selector":{"matchExpressions":[{"key":"job-name","operator":"Exists"}]},"dependencies":{"for-service":"db/postgres"}}"#
            ),
        ])
    }
}
