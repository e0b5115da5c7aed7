/// What the API server fills in when it decodes an object of a built-in kind, before any webhook sees it.
///
/// Follows the `SetDefaults_…` functions of the API's versioned packages and the admission plugins that are always on
/// (DefaultTolerationSeconds, Priority), as far as the recorded reviews show them.
enum ObjectDefaults {
    /// The object with its defaults. Applying it twice gives what once gives.
    static func apply(to value: JSONValue, of resource: ResourceDefinition) -> JSONValue {
        var value = value
        switch resource.kind {
        case "Pod": PodDefaults.apply(toPod: &value)
        case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob":
            WorkloadDefaults.apply(to: &value, kind: resource.kind)
        case "Service": ServiceDefaults.apply(to: &value)
        case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration": webhooks(of: &value, kind: resource.kind)
        case "Event" where resource.group.isEmpty: event(&value)
        case "Namespace": namespace(&value)
        case "Secret": secret(&value)
        case "EndpointSlice": endpointSlice(&value)
        case "PersistentVolumeClaim":
            value[path: "spec"].setDefault("volumeMode", "Filesystem")
            value[path: "status"].setDefault("phase", "Pending")
        default: break
        }
        return value
    }

    private static func webhooks(of value: inout JSONValue, kind: String) {
        guard let webhooks = value["webhooks"]?.array else { return }
        value["webhooks"] = .array(
            webhooks.map { webhook in
                var webhook = webhook
                if let port = webhook.at("clientConfig", "service") {
                    var service = port
                    service.setDefault("port", 443)
                    webhook[path: "clientConfig"]["service"] = service
                }
                webhook["rules"] = webhook["rules"]?.array.map { rules in
                    .array(
                        rules.map { rule in
                            var rule = rule
                            rule.setDefault("scope", "*")
                            return rule
                        })
                }
                webhook.setDefault("failurePolicy", "Fail")
                webhook.setDefault("matchPolicy", "Equivalent")
                webhook.setDefault("namespaceSelector", [:])
                webhook.setDefault("objectSelector", [:])
                webhook.setDefault("timeoutSeconds", 10)
                if kind == "MutatingWebhookConfiguration" { webhook.setDefault("reinvocationPolicy", "Never") }
                return webhook
            })
    }

    private static func event(_ value: inout JSONValue) {
        value.setDefault("source", [:])
        for time in ["firstTimestamp", "lastTimestamp", "eventTime"] where value[time] == nil { value[time] = .null }
        value.setDefault("reportingComponent", "")
        value.setDefault("reportingInstance", "")
    }

    private static func namespace(_ value: inout JSONValue) {
        if let name = value.at("metadata", "name") {
            value[path: "metadata"][path: "labels"]["kubernetes.io/metadata.name"] = name
        }
        value[path: "spec"].setDefault("finalizers", ["kubernetes"])
        value[path: "status"].setDefault("phase", "Active")
    }

    private static func secret(_ value: inout JSONValue) {
        value.setDefault("type", "Opaque")
        guard let plain = value["stringData"]?.object else { return }
        for (key, text) in plain {
            value[path: "data"][key] = .string(Base64.encode(Array((text.string ?? "").utf8)))
        }
        value["stringData"] = nil
    }

    private static func endpointSlice(_ value: inout JSONValue) {
        if value["endpoints"] == nil { value["endpoints"] = .null }
        guard let ports = value["ports"]?.array else {
            value["ports"] = .null
            return
        }
        value["ports"] = .array(
            ports.map { port in
                var port = port
                port.setDefault("name", "")
                port.setDefault("protocol", "TCP")
                return port
            })
    }
}
