/// The defaults of pods and pod templates.
enum PodDefaults {
    /// Fills in a pod, with what admission adds to pods but not to templates.
    static func apply(toPod pod: inout JSONValue) {
        var spec = pod[path: "spec"]
        applyCommon(to: &spec)
        spec.setDefault("enableServiceLinks", true)
        spec.setDefault("priority", 0)
        spec.setDefault("preemptionPolicy", "PreemptLowerPriority")
        addTolerations(to: &spec)
        pod["spec"] = spec
        if pod["status"] == nil { pod["status"] = [:] }
        guard let conditions = pod.at("status", "conditions")?.array else { return }
        pod[path: "status"]["conditions"] = .array(conditions.map(condition))
    }

    /// Go prints the times of a pod's conditions even where there are none.
    private static func condition(_ value: JSONValue) -> JSONValue {
        var condition = value
        for time in ["lastProbeTime", "lastTransitionTime"] where condition[time] == nil { condition[time] = .null }
        return condition
    }

    /// Fills in a pod template.
    static func apply(toTemplate template: inout JSONValue) {
        if template["metadata"] == nil { template["metadata"] = [:] }
        var spec = template[path: "spec"]
        applyCommon(to: &spec)
        template["spec"] = spec
    }

    private static func applyCommon(to spec: inout JSONValue) {
        for list in ["initContainers", "containers", "ephemeralContainers"] {
            spec[list] = spec[list]?.array.map { .array($0.map { container($0, of: spec) }) }
        }
        spec["volumes"] = spec["volumes"]?.array.map { .array($0.map(volume)) }
        spec.setDefault("restartPolicy", "Always")
        spec.setDefault("terminationGracePeriodSeconds", 30)
        spec.setDefault("dnsPolicy", "ClusterFirst")
        spec.setDefault("securityContext", [:])
        spec.setDefault("schedulerName", "default-scheduler")
        if let account = spec["serviceAccountName"] { spec.setDefault("serviceAccount", account) }
    }

    private static func container(_ value: JSONValue, of spec: JSONValue) -> JSONValue {
        var container = value
        container["ports"] = container["ports"]?.array.map { ports in
            .array(
                ports.map { port in
                    var port = port
                    port.setDefault("protocol", "TCP")
                    if spec["hostNetwork"] == true, let number = port["containerPort"] {
                        port.setDefault("hostPort", number)
                    }
                    return port
                })
        }
        container["env"] = container["env"]?.array.map { .array($0.map(variable)) }
        container.setDefault("resources", [:])
        limitsBecomeRequests(&container)
        for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
            container[probe] = container[probe].map(Self.probe)
        }
        container.setDefault("terminationMessagePath", "/dev/termination-log")
        container.setDefault("terminationMessagePolicy", "File")
        let policy = pullPolicy(container["image"]?.string ?? "")
        container.setDefault("imagePullPolicy", .string(policy))
        return container
    }

    /// `Always` for `latest` or no tag, else `IfNotPresent`.
    private static func pullPolicy(_ image: String) -> String {
        guard !image.contains("@") else { return "IfNotPresent" }
        let name = image.split(separator: "/").last ?? ""
        guard let colon = name.lastIndex(of: ":") else { return "Always" }
        return name[name.index(after: colon)...] == "latest" ? "Always" : "IfNotPresent"
    }

    private static func limitsBecomeRequests(_ container: inout JSONValue) {
        guard let limits = container.at("resources", "limits")?.object else { return }
        for (name, quantity) in limits { container[path: "resources"][path: "requests"].setDefault(name, quantity) }
    }

    private static func variable(_ value: JSONValue) -> JSONValue {
        guard value.at("valueFrom", "fieldRef") != nil else { return value }
        var variable = value
        variable[path: "valueFrom"][path: "fieldRef"].setDefault("apiVersion", "v1")
        return variable
    }

    private static func probe(_ value: JSONValue) -> JSONValue {
        var probe = value
        if probe["httpGet"] != nil {
            probe[path: "httpGet"].setDefault("path", "/")
            probe[path: "httpGet"].setDefault("scheme", "HTTP")
        }
        if probe["grpc"] != nil { probe[path: "grpc"].setDefault("service", "") }
        probe.setDefault("timeoutSeconds", 1)
        probe.setDefault("periodSeconds", 10)
        probe.setDefault("successThreshold", 1)
        probe.setDefault("failureThreshold", 3)
        return probe
    }

    private static func volume(_ value: JSONValue) -> JSONValue {
        var volume = value
        for source in ["configMap", "secret", "projected", "downwardAPI"] where volume[source] != nil {
            volume[path: source].setDefault("defaultMode", 420)
        }
        if volume["hostPath"] != nil { volume[path: "hostPath"].setDefault("type", "") }
        if (volume.object?.count ?? 0) == 1 { volume["emptyDir"] = [:] }
        return volume
    }

    /// What DefaultTolerationSeconds adds.
    private static func addTolerations(to spec: inout JSONValue) {
        var tolerations = spec["tolerations"]?.array ?? []
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = tolerations.contains { toleration in
                let effect = toleration["effect"]?.string ?? ""
                return [key, ""].contains(toleration["key"]?.string ?? "") && ["NoExecute", ""].contains(effect)
            }
            guard !isTolerated else { continue }
            tolerations.append([
                "key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300,
            ])
        }
        spec["tolerations"] = .array(tolerations)
    }
}
