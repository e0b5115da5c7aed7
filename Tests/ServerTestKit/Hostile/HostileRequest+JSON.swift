extension HostileRequest {
    /// Bodies within the webhook's limit of 7 MiB that are as deep, as long or as many as they can be.
    package static let json: [HostileRequest] = [
        body("7 million open arrays", String(repeating: "[", count: 7_000_000), 400),
        body("1 million open objects", String(repeating: #"{"a":"#, count: 1_400_000), 400),
        body("an object as deep as it can be", review(object: nested(3_000_000)), 400),
        body("a number of 7 million digits", String(repeating: "1", count: 7_000_000), 400),
        body("a string of 7 MB that does not end", "\"" + String(repeating: "a", count: 7_000_000), 400),
        body("a string of escapes", "\"" + String(repeating: #"\u0041"#, count: 1_100_000) + "\"", 400),
        body("half of a pair of surrogates", #"{"apiVersion":"\ud800"}"#, 400),
        body("bytes that are not UTF-8", Array(#"{"apiVersion":""#.utf8) + [0xC0, 0x80] + Array("\"}".utf8), 400),
        body("blanks only", String(repeating: " ", count: 7_000_000), 400),
        body("one key a million times", review(extra: many(400_000) { _ in #""uid":"u""# } + ","), 200),
        body("a million keys", review(object: "{" + many(500_000) { "\"\($0)\":0" } + "}"), 200),
        body("as many annotations", pod(annotations: many(100_000) { #""wait.k8s/x\#($0)":"y""# }), 200),
        body(
            "as many dependencies",
            pod(
                annotations: "\"wait.k8s/for\":\"" + (0..<200_000).map { "service/db/s\($0)" }.joined(separator: ",")
                    + "\""),
            200),
        body(
            "an annotation of 6 MB",
            pod(annotations: "\"wait.k8s/for\":\"\(String(repeating: "x", count: 6_000_000))\""), 200),
        body(
            "as many containers",
            pod(annotations: wanted, containers: many(100_000) { #"{"name":"c\#($0)","image":"i"}"# }), 200),
        body(
            "as many volumes",
            pod(
                annotations: wanted,
                more: #","volumes":["# + many(100_000) { #"{"name":"v\#($0)","emptyDir":{}}"# } + "]"), 200),
    ]

    private static let wanted = #""wait.k8s/for":"service/db/postgres""#

    private static func body(_ name: String, _ text: String, _ status: Int) -> HostileRequest {
        body(name, Array(text.utf8), status)
    }

    private static func body(_ name: String, _ bytes: [UInt8], _ status: Int) -> HostileRequest {
        let head =
            "POST /mutate HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(bytes.count)\r\n\r\n"
        return HostileRequest(name, Array(head.utf8) + bytes, status)
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private static func many(_ count: Int, _ item: (Int) -> String) -> String {
        (0..<count).map(item).joined(separator: ",")
    }

    private static func review(object: String = "{}", extra: String = "") -> String {
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{\(extra)"uid":"u-1","operation":"CREATE",\
        "kind":{"group":"","version":"v1","kind":"Pod"},"resource":{"group":"","version":"v1","resource":"pods"},\
        "namespace":"shop","object":\(object)}}
        """
    }

    private static func pod(
        annotations: String, containers: String = #"{"name":"c","image":"i"}"#, more: String = ""
    ) -> String {
        review(
            object:
                #"{"metadata":{"name":"p","annotations":{\#(annotations)}},"spec":{"containers":[\#(containers)]\#(more)}}"#
        )
    }
}
