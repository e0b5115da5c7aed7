/// What is decided when an object is created, after admission: name, uid, times, generation, addresses
/// (`rest.BeforeCreate` and the strategies' `PrepareForCreate`).
struct ObjectBirth {
    /// The wall clock, as metadata prints it.
    let now: String

    private static let nameAlphabet = Array("bcdfghjklmnpqrstvwxz2456789")

    /// The object as it will be stored; `resourceVersion` is set by the storage.
    func complete(
        _ value: JSONValue, of resource: ResourceDefinition, using random: inout some RandomNumberGenerator
    ) -> JSONValue {
        var value = value
        var metadata = value[path: "metadata"]
        if (metadata["name"]?.string ?? "").isEmpty, let prefix = metadata["generateName"]?.string, !prefix.isEmpty {
            let suffix = String((0..<5).compactMap { _ in Self.nameAlphabet.randomElement(using: &random) })
            metadata["name"] = .string(String(prefix.prefix(58)) + suffix)
        }
        let uid = Self.uid(using: &random)
        metadata["uid"] = .string(uid)
        metadata["creationTimestamp"] = .string(now)
        metadata["deletionTimestamp"] = nil
        metadata["deletionGracePeriodSeconds"] = nil
        if ObjectGeneration.isCounted(resource) { metadata["generation"] = 1 }
        value["metadata"] = metadata
        birth(of: resource, &value, uid: uid, using: &random)
        return ObjectDefaults.apply(to: value, of: resource)
    }

    private func birth(
        of resource: ResourceDefinition, _ value: inout JSONValue, uid: String,
        using random: inout some RandomNumberGenerator
    ) {
        switch resource.kind {
        case "Pod":
            value["status"] = ["phase": "Pending", "qosClass": .string(QualityOfService.of(value))]
        case "Service":
            value["status"] = ["loadBalancer": [:]]
            ServiceDefaults.allocate(&value, number: UInt16.random(in: 1...UInt16.max, using: &random))
        case "PersistentVolumeClaim":
            value["status"] = ["phase": "Pending"]
        case "Job":
            value["status"] = [:]
            selectPods(ofJob: &value, uid: uid)
        case "DaemonSet":
            value[path: "metadata"][path: "annotations"]["deprecated.daemonset.template.generation"] = "1"
            value["status"] = WorkloadDefaults.zeroStatus(resource.kind)
        case "CustomResourceDefinition":
            establish(&value)
        case "Namespace":
            break
        default:
            if resource.hasStatus {
                value["status"] = resource.isCustom ? nil : WorkloadDefaults.zeroStatus(resource.kind)
            }
        }
    }

    /// The selector and labels that a Job gets unless `manualSelector` says that it brings its own.
    private func selectPods(ofJob job: inout JSONValue, uid: String) {
        guard job.at("spec", "manualSelector") != true, let name = job.at("metadata", "name") else { return }
        job[path: "spec"]["selector"] = ["matchLabels": ["batch.kubernetes.io/controller-uid": .string(uid)]]
        var labels = job[path: "spec"][path: "template"][path: "metadata"][path: "labels"]
        for prefix in ["batch.kubernetes.io/", ""] {
            labels["\(prefix)controller-uid"] = .string(uid)
            labels["\(prefix)job-name"] = name
        }
        job[path: "spec"][path: "template"][path: "metadata"]["labels"] = labels
    }

    /// The status that the API server's own controllers give a CustomResourceDefinition.
    private func establish(_ definition: inout JSONValue) {
        let names = definition.at("spec", "names") ?? [:]
        let conditions: [(String, String, String)] = [
            ("NamesAccepted", "NoConflicts", "no conflicts found"),
            ("Established", "InitialNamesAccepted", "the initial names have been accepted"),
        ]
        let stored = (definition.at("spec", "versions")?.array ?? []).filter { $0["storage"] == true }
        definition["status"] = [
            "conditions": .array(
                conditions.map {
                    [
                        "type": .string($0.0), "status": "True", "lastTransitionTime": .string(now),
                        "reason": .string($0.1), "message": .string($0.2),
                    ]
                }),
            "acceptedNames": names,
            "storedVersions": .array(stored.compactMap { $0["name"] }),
        ]
    }

    /// A random version 4 UUID (RFC 9562 section 5.4).
    static func uid(using random: inout some RandomNumberGenerator) -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
