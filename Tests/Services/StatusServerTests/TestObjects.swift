import JSONText
import KubernetesClient

/// Objects as the API server sends them, no larger than the server reads them.
enum TestObjects {
    static func pod(
        _ name: String, uid: String, arguments: [String]? = ["for", "service/db/pg"],
        labels: [String: String] = [:], deleting: Bool = false
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, deleting: deleting, &writer)
            writer.key("spec")
            writer.beginObject()
            writer.key("initContainers")
            writer.beginArray()
            container("other", ["for", "job/db/other"], &writer)
            if let arguments { container("k8s-wait", arguments, &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    static func service(_ name: String) -> [UInt8] {
        object { writer in
            metadata(name, uid: "s-\(name)", &writer)
            writer.key("spec")
            writer.raw(#"{"type":"ClusterIP","selector":{"app":"x"},"ports":[{"port":5432}]}"#.utf8)
        }
    }

    static func slice(_ name: String, of service: String, ready: Int, notReady: Int = 0) -> [UInt8] {
        object { writer in
            metadata(name, uid: "e-\(name)", labels: ["kubernetes.io/service-name": plain(service)], &writer)
            writer.key("ports")
            writer.raw(#"[{"name":"","port":5432}]"#.utf8)
            writer.key("endpoints")
            let endpoints = (0..<ready + notReady).map { index in
                #"{"addresses":["10.0.0.\#(index)"],"conditions":{"ready":\#(index < ready)},"#
                    + #""targetRef":{"kind":"Pod","name":"\#(name)-\#(index)","uid":"t-\#(name)-\#(index)"}}"#
            }
            writer.raw("[\(endpoints.joined(separator: ","))]".utf8)
        }
    }

    enum JobPhase: String, CaseIterable {
        case active, complete, failed
    }

    static func job(
        _ name: String, uid: String, _ phase: JobPhase, at time: String = "2026-11-21T05:00:00Z",
        labels: [String: String] = [:]
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, &writer)
            writer.key("status")
            switch phase {
            case .active: writer.raw(#"{"active":1,"startTime":"2026-11-21T04:00:00Z"}"#.utf8)
            case .complete: writer.raw(condition("Complete", time).utf8)
            case .failed: writer.raw(condition("Failed", time).utf8)
            }
        }
    }

    private static func condition(_ type: String, _ time: String) -> String {
        #"{"conditions":[{"type":"\#(type)","status":"True","lastTransitionTime":"\#(time)"}]}"#
    }

    private static func object(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        body(&writer)
        writer.endObject()
        return writer.bytes
    }

    /// The name may have its namespace in front, `db/pg`; the default is `db`.
    private static func metadata(
        _ name: String, uid: String, labels: [String: String] = [:], deleting: Bool = false, _ writer: inout JSONWriter
    ) {
        let parts = name.split(separator: "/")
        writer.key("metadata")
        writer.beginObject()
        for (key, value) in [
            ("namespace", parts.count == 2 ? String(parts[0]) : "db"), ("name", plain(name)), ("uid", uid),
        ] + (deleting ? [("deletionTimestamp", "2026-11-21T05:00:00Z")] : []) {
            writer.key(key)
            writer.string(value)
        }
        writer.key("labels")
        writer.beginObject()
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            writer.key(key)
            writer.string(value)
        }
        writer.endObject()
        writer.endObject()
    }

    private static func container(_ name: String, _ arguments: [String], _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string(name)
        writer.key("args")
        writer.beginArray()
        for argument in arguments { writer.string(argument) }
        writer.endArray()
        writer.endObject()
    }

    private static func plain(_ name: String) -> String { name.split(separator: "/").last.map(String.init) ?? name }
}
