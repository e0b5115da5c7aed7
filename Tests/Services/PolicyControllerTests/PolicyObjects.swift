import Policies

/// Policies as the API server sends them.
enum PolicyObjects {
    /// A WaitPolicy of namespace `shop`.
    static func policy(
        _ name: String = "db", generation: Int = 1, services: String = "postgres", selector: String = "",
        mode: String = "Enforce", metadata: String = "", status: String = "{}"
    ) -> [UInt8] {
        object(
            #""name":"\#(name)","namespace":"shop","uid":"u-\#(name)","generation":\#(generation)\#(metadata)"#,
            #"{"mode":"\#(mode)","selector":{\#(selector)},"dependencies":{"for-service":"\#(services)"}}"#, status)
    }

    /// A ClusterWaitPolicy.
    static func clusterPolicy(_ name: String, selector: String = "") -> [UInt8] {
        object(
            #""name":"\#(name)","uid":"c-\#(name)","generation":1"#,
            #"{"selector":{\#(selector)},"dependencies":{"for-service":"a"}}"#, "{}")
    }

    private static func object(_ metadata: String, _ spec: String, _ status: String) -> [UInt8] {
        Array(#"{"metadata":{\#(metadata)},"spec":\#(spec),"status":\#(status)}"#.utf8)
    }

    /// A Lease of the replica `name` that has those policies.
    static func lease(_ name: String, renewed: String = "1", marks: String) -> [UInt8] {
        Array(
            #"{"metadata":{"name":"l-\#(name)","annotations":{"wait.k8s/policies":"\#(marks)"}},"spec":{"holderIdentity":"\#(name)","renewTime":"\#(renewed)"}}"#
                .utf8)
    }
}
