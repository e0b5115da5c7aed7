import JSONText
import KubernetesClient

/// Objects as the API server sends them, no larger than the server reads them.
enum TestObjects {
    static func pod(
        _ name: String, uid: String, arguments: [String]? = ["for", "service/db/pg"],
        labels: [String: String] = [:], deleting: Bool = false, node: String = "", replicaSet: String? = nil,
        status: String = "{}"
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, deleting: deleting, controller: replicaSet, &writer)
            writer.key("status")
            writer.raw(status.utf8)
            writer.key("spec")
            writer.beginObject()
            writer.key("nodeName")
            writer.string(node)
            writer.key("initContainers")
            writer.beginArray()
            container("other", ["for", "job/db/other"], &writer)
            if let arguments { container("k8s-wait", arguments, &writer) }
            writer.endArray()
            writer.endObject()
        }
    }

    static func service(_ name: String, labels: [String: String] = [:]) -> [UInt8] {
        object { writer in
            metadata(name, uid: "s-\(name)", labels: labels, &writer)
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
        labels: [String: String] = [:], isBeingDeleted: Bool = false
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, deleting: isBeingDeleted, &writer)
            writer.key("status")
            switch phase {
            case .active: writer.raw(#"{"active":1,"startTime":"2026-11-21T04:00:00Z"}"#.utf8)
            case .complete: writer.raw(condition("Complete", time).utf8)
            case .failed: writer.raw(condition("Failed", time).utf8)
            }
        }
    }

    /// A pod that is waited for.
    static func backend(
        _ name: String, uid: String = "b", ready: Bool, since: String = "2026-11-21T05:00:00Z",
        labels: [String: String] = [:], node: String = "", controller: String? = nil
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, controller: controller, &writer)
            writer.key("spec")
            writer.raw(#"{"nodeName":"\#(node)"}"#.utf8)
            writer.key("status")
            writer.raw(
                (#"{"phase":"Running","conditions":[{"type":"Ready","status":"\#(ready ? "True" : "False")","#
                    + #""lastTransitionTime":"\#(since)"}]}"#).utf8)
        }
    }

    /// An object of any other kind, its spec and status as they are given.
    static func other(
        _ name: String, uid: String = "o", labels: [String: String] = [:], spec: String = "{}", status: String = "{}"
    ) -> [UInt8] {
        object { writer in
            metadata(name, uid: uid, labels: labels, &writer)
            writer.key("spec")
            writer.raw(spec.utf8)
            writer.key("status")
            writer.raw(status.utf8)
        }
    }

    /// A Deployment, StatefulSet or DaemonSet of one pod.
    static func workload(_ name: String, uid: String = "w", labels: [String: String] = [:], ready: Bool) -> [UInt8] {
        let count = ready ? 1 : 0
        return other(
            name, uid: uid, labels: labels, spec: #"{"replicas":1}"#,
            status:
                #"{"replicas":1,"readyReplicas":\#(count),"availableReplicas":\#(count),"desiredNumberScheduled":1,"observedGeneration":1,"#
                + #""numberAvailable":\#(count),"conditions":[{"type":"Available","status":"\#(ready ? "True" : "False")"}]}"#
        )
    }

    /// A CustomResourceDefinition that is established.
    static func definition(_ name: String) -> [UInt8] {
        other("/\(name)", status: #"{"conditions":[{"type":"Established","status":"True"}]}"#)
    }

    /// A Namespace, and whom it lets wait for what is in it.
    static func namespace(_ name: String, allowFrom value: String? = nil) -> [UInt8] {
        object { writer in
            writer.key("metadata")
            writer.beginObject()
            writer.key("name")
            writer.string(name)
            if let value {
                writer.key("annotations")
                writer.beginObject()
                writer.key("wait.k8s/allow-from")
                writer.string(value)
                writer.endObject()
            }
            writer.endObject()
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

    /// The name may have its namespace in front, `db/pg`, or none, `/n1`; the default is `db`.
    private static func metadata(
        _ name: String, uid: String, labels: [String: String] = [:], deleting: Bool = false, controller: String? = nil,
        _ writer: inout JSONWriter
    ) {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        writer.key("metadata")
        writer.beginObject()
        for (key, value) in [
            ("namespace", parts.count == 2 ? String(parts[0]) : "db"), ("name", plain(name)), ("uid", uid),
        ] + (deleting ? [("deletionTimestamp", "2026-11-21T05:00:00Z")] : []) {
            writer.key(key)
            writer.string(value)
        }
        if let controller {
            writer.key("ownerReferences")
            writer.raw(
                (#"[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs-\#(controller)","uid":"\#(controller)","#
                    + #""controller":true}]"#).utf8)
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
