/// A review of a pod's creation, written part by part in a test.
struct PodReview {
    var annotations: [(String, String)] = [("wait.k8s/for-service", "db/postgres")]
    /// The members of `metadata` other than annotations, as JSON.
    var metadata = #""name":"web","namespace":"shop""#
    /// The members of `spec`, as JSON.
    var spec = #""containers":[{"name":"app","image":"app:1"}]"#
    var operation = "CREATE"
    var namespace = #""shop""#
    var subresource: String?

    var object: String {
        let pairs = annotations.map { "\(text(.string($0.0))):\(text(.string($0.1)))" }.joined(separator: ",")
        let map = annotations.isEmpty ? "" : #","annotations":{\#(pairs)}"#
        return #"{"kind":"Pod","apiVersion":"v1","metadata":{\#(metadata)\#(map)},"spec":{\#(spec)},"status":{}}"#
    }

    var body: [UInt8] {
        let sub = subresource.map { #","subResource":"\#($0)""# } ?? ""
        return Array(
            (#"{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1","#
                + #""kind":{"group":"","version":"v1","kind":"Pod"},"#
                + #""resource":{"group":"","version":"v1","resource":"pods"}\#(sub),"name":"web","#
                + #""namespace":\#(namespace),"operation":"\#(operation)","object":\#(object),"oldObject":null,"#
                + #""dryRun":false}}"#).utf8)
    }

    private func text(_ tree: JSONTree) -> String { String(decoding: tree.bytes, as: UTF8.self) }
}
