/// The columns of each kind, as kubectl's users know them; kinds without a row here show name and age.
enum TableColumns {
    /// The columns of a resource.
    static func columns(of resource: ResourceDefinition) -> [TableColumn] {
        switch resource.kind {
        case "Pod": pods
        case "Service": services
        case "Job": jobs
        case "CronJob": cronJobs
        case "Deployment": deployments
        case "ReplicaSet": replicaSets
        case "StatefulSet": statefulSets
        case "DaemonSet": daemonSets
        case "Namespace": [.name, .field("Status", "status", "phase"), .age]
        case "EndpointSlice": endpointSlices
        case "Event": events
        case "Lease": [.name, .field("Holder", missing: "", "spec", "holderIdentity"), .age]
        case "Secret":
            [.name, .field("Type", "type"), count("Data", "data"), .age]
        case "ConfigMap": [.name, count("Data", "data"), .age]
        case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration":
            [.name, count("Webhooks", "webhooks"), .age]
        case "Node": [.name, .made("Status", nodeStatus), .age]
        case _ where resource.isCustom: custom(resource)
        default: [.name, .age]
        }
    }

    private static let pods: [TableColumn] = [
        .name,
        .made("Ready") { pod in
            let containers = pod.at("spec", "containers")?.array ?? []
            let ready = (pod.at("status", "containerStatuses")?.array ?? []).filter { $0["ready"] == true }
            return "\(ready.count)/\(containers.count)"
        },
        .made("Status", PodSummary.status),
        .made("Restarts") { String(PodSummary.restarts($0)) },
        .age,
        .field("IP", isWide: true, "status", "podIP"),
        .field("Node", isWide: true, "spec", "nodeName"),
        .field("Nominated Node", isWide: true, "status", "nominatedNodeName"),
        .made("Readiness Gates", isWide: true) { _ in "<none>" },
    ]

    private static let services: [TableColumn] = [
        .name,
        .field("Type", "spec", "type"),
        .field("Cluster-IP", "spec", "clusterIP"),
        .made("External-IP") { $0.at("spec", "externalName")?.string ?? "<none>" },
        .made("Port(s)") { service in
            let ports = (service.at("spec", "ports")?.array ?? []).map { port in
                "\(port["port"]?.integer ?? 0)/\(port["protocol"]?.string ?? "TCP")"
            }
            return ports.isEmpty ? "<none>" : ports.joined(separator: ",")
        },
        .age,
        .made("Selector", isWide: true) { labels($0.at("spec", "selector")) },
    ]

    private static let jobs: [TableColumn] = [
        .name,
        .made("Status") { job in
            let conditions = job.at("status", "conditions")?.array ?? []
            func holds(_ type: String) -> Bool {
                conditions.contains { $0["type"]?.string == type && $0["status"] == "True" }
            }
            if holds("Complete") { return "Complete" }
            if holds("Failed") { return "Failed" }
            if job.at("metadata", "deletionTimestamp") != nil { return "Terminating" }
            if holds("Suspended") { return "Suspended" }
            return holds("FailureTarget")
                ? "FailureTarget" : holds("SuccessCriteriaMet") ? "SuccessCriteriaMet" : "Running"
        },
        .made("Completions") { job in
            let wanted = job.at("spec", "completions")?.integer.map(String.init) ?? "1"
            return "\(job.at("status", "succeeded")?.integer ?? 0)/\(wanted)"
        },
        TableColumn(name: "Duration") { job, now in
            guard let start = job.at("status", "startTime")?.string else { return "" }
            let end = job.at("status", "completionTime")?.string.flatMap(RFC3339.seconds) ?? now
            return .string(TableColumn.Duration.since(start, end))
        },
        .age,
    ]

    private static let cronJobs: [TableColumn] = [
        .name, .field("Schedule", "spec", "schedule"), .field("Timezone", "spec", "timeZone"),
        .field("Suspend", type: "boolean", "spec", "suspend"),
        .made("Active") { String(($0.at("status", "active")?.array ?? []).count) },
        TableColumn(name: "Last Schedule") { job, now in
            guard let last = job.at("status", "lastScheduleTime")?.string else { return "<none>" }
            return .string(TableColumn.Duration.since(last, now))
        },
        .age,
    ]

    private static let deployments: [TableColumn] = [
        .name, ratio("Ready"),
        .field("Up-to-date", type: "integer", missing: 0, "status", "updatedReplicas"),
        .field("Available", type: "integer", missing: 0, "status", "availableReplicas"),
        .age,
    ]

    private static let replicaSets: [TableColumn] = [
        .name, .field("Desired", type: "integer", missing: 1, "spec", "replicas"),
        .field("Current", type: "integer", missing: 0, "status", "replicas"),
        .field("Ready", type: "integer", missing: 0, "status", "readyReplicas"), .age,
    ]

    private static let statefulSets: [TableColumn] = [.name, ratio("Ready"), .age]

    private static let daemonSets: [TableColumn] = [
        .name,
        .field("Desired", type: "integer", missing: 0, "status", "desiredNumberScheduled"),
        .field("Current", type: "integer", missing: 0, "status", "currentNumberScheduled"),
        .field("Ready", type: "integer", missing: 0, "status", "numberReady"),
        .field("Up-to-date", type: "integer", missing: 0, "status", "updatedNumberScheduled"),
        .field("Available", type: "integer", missing: 0, "status", "numberAvailable"),
        .made("Node Selector") { labels($0.at("spec", "template", "spec", "nodeSelector")) }, .age,
    ]

    private static let endpointSlices: [TableColumn] = [
        .name, .field("AddressType", "addressType"),
        .made("Ports") { slice in
            let ports = (slice["ports"]?.array ?? []).compactMap { $0["port"]?.integer.map(String.init) }
            return ports.isEmpty ? "<unset>" : ports.joined(separator: ",")
        },
        .made("Endpoints") { slice in
            let addresses = (slice["endpoints"]?.array ?? []).flatMap { $0["addresses"]?.array ?? [] }
            return addresses.isEmpty ? "<unset>" : addresses.compactMap(\.string).joined(separator: ",")
        },
        .age,
    ]

    private static let events: [TableColumn] = [
        TableColumn(name: "Last Seen") { event, now in
            .string(TableColumn.Duration.since(event["lastTimestamp"]?.string ?? event["eventTime"]?.string, now))
        },
        .field("Type", "type"), .field("Reason", "reason"),
        .made("Object") { event in
            let kind = event.at("involvedObject", "kind")?.string?.lowercased() ?? ""
            return "\(kind)/\(event.at("involvedObject", "name")?.string ?? "")"
        },
        .field("Message", missing: "", "message"),
        TableColumn(name: "Name", isWide: true) { event, _ in event.at("metadata", "name") ?? "" },
    ]

    private static func ratio(_ name: String) -> TableColumn {
        .made(name) { workload in
            let wanted = workload.at("spec", "replicas")?.integer ?? 1
            return "\(workload.at("status", "readyReplicas")?.integer ?? 0)/\(wanted)"
        }
    }

    private static func count(_ name: String, _ field: String) -> TableColumn {
        TableColumn(name: name, type: "integer") { object, _ in
            .integer(object[field]?.object?.count ?? object[field]?.array?.count ?? 0)
        }
    }

    private static func labels(_ map: JSONValue?) -> String {
        let pairs = StringMap.read(map).map { "\($0.key)=\($0.value)" }.sorted()
        return pairs.isEmpty ? "<none>" : pairs.joined(separator: ",")
    }

    @Sendable
    private static func nodeStatus(_ node: JSONValue) -> String {
        let ready = (node.at("status", "conditions")?.array ?? []).first { $0["type"] == "Ready" }
        return ready?["status"] == "True" ? "Ready" : "NotReady"
    }

    /// The columns that a CustomResourceDefinition asks for.
    private static func custom(_ resource: ResourceDefinition) -> [TableColumn] {
        let own = resource.printerColumns.map { PrinterColumn($0).column }
        let hasAge = own.contains { $0.name.lowercased() == "age" }
        return [.name] + own + (hasAge ? [] : [.age])
    }
}
