/// An admission as an API server sends it, and what a right answer to it looks like.
package enum AdmissionText {
    /// The body: a pod that waits for a Service.
    package static let review = Array(
        """
        {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":\
        {"uid":"705ab4f5-6393-11e8-b7cc-42010a800002","kind":{"group":"","version":"v1","kind":"Pod"},\
        "resource":{"group":"","version":"v1","resource":"pods"},"namespace":"shop","operation":"CREATE",\
        "userInfo":{"username":"system:serviceaccount:kube-system:replicaset-controller"},\
        "object":{"kind":"Pod","apiVersion":"v1","metadata":{"generateName":"my-api-57b6f7c45f-","namespace":"shop",\
        "annotations":{"wait.k8s/for":"service/db/postgres"}},\
        "spec":{"containers":[{"name":"my-api","image":"my-api:1.2.3"}],"restartPolicy":"Always"}},\
        "oldObject":null,"dryRun":false,"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}}}
        """.utf8)

    /// Whether an answer, head and body, admits the pod with our container in it.
    package static func isRight(_ answer: String) -> Bool {
        answer.hasPrefix("HTTP/1.1 200 ") && answer.contains("\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\"")
            && answer.contains("\"allowed\":true") && answer.contains("\"patchType\":\"JSONPatch\"")
    }
}
