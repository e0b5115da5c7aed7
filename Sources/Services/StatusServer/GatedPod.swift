import Dependencies
package import JSONText

/// What is kept of a pod that may ask: who it is, and what its `k8s-wait` container waits for.
///
/// The rest of the pod is skipped. Every annotated pod has such a record for as long as it lives, so the question is
/// kept as one string and of the labels only those that the question compares.
package struct GatedPod: Hashable, Sendable {
    /// Which pods may ask, as `kubectl -l` takes it.
    package static let labelSelector = "\(GateMark.label)=\(GateMark.labelValue)"

    /// The pod's namespace and name.
    package let name: ObjectName
    /// The pod's UID: whoever knows it is believed to be the pod.
    package let uid: String
    /// Whether the pod is being deleted; it counts as gone then.
    package let isDeleting: Bool
    /// Whether there is a container of ours in the pod.
    package let hasContainer: Bool
    /// The container's arguments, each followed by a NUL, which no argument of a process can contain.
    private let joinedArguments: String
    /// The labels that `match=pod:LABEL` options of the question name.
    private let labels: [String: String]

    /// Reads a pod as the API server sends it.
    ///
    /// - Throws: when the text is not JSON, or not a pod.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        var fields = Fields()
        try fields.readPod(&reader)
        guard !fields.name.isEmpty, !fields.uid.isEmpty else {
            throw JSONError(.wrongType, at: reader.offset, "a pod without name or UID")
        }
        name = ObjectName(namespace: fields.namespace, name: fields.name)
        uid = fields.uid
        isDeleting = fields.isDeleting
        hasContainer = fields.arguments != nil
        let arguments = (fields.arguments ?? []).map(KubeletExpansion.expand)
        joinedArguments = arguments.map { $0 + "\0" }.joined()
        labels = GatedPod.wantedLabels(of: fields.labels, arguments)
    }

    /// The arguments of the pod's `k8s-wait` container as its process gets them.
    package var arguments: [String] {
        joinedArguments.utf8.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of a label, if the pod has it and the question compares it.
    package func label(_ name: String) -> String? { labels[name] }

    private static func wantedLabels(of labels: [String: String], _ arguments: [String]) -> [String: String] {
        guard !labels.isEmpty, arguments.contains(where: { $0.contains("match=pod:") }),
            let question = try? WaitQuestion(arguments: arguments)
        else { return [:] }
        var wanted: [String: String] = [:]
        for dependency in question.dependencies {
            guard case .podLabel(let label) = dependency.options.match else { continue }
            wanted[label] = labels[label]
        }
        return wanted
    }
}

/// The fields of a pod that are looked at, while it is read.
private struct Fields {
    var namespace = ""
    var name = ""
    var uid = ""
    var isDeleting = false
    var labels: [String: String] = [:]
    var arguments: [String]?

    mutating func readPod(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": try readMetadata(&reader)
            case "spec": try readSpec(&reader)
            default: break
            }
        }
    }

    private mutating func readMetadata(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "namespace": namespace = try reader.readString()
            case "name": name = try reader.readString()
            case "uid": uid = try reader.readString()
            case "deletionTimestamp": isDeleting = try !reader.readNull()
            case "labels": try readLabels(&reader)
            default: break
            }
        }
    }

    private mutating func readLabels(_ reader: inout JSONReader) throws(JSONError) {
        if try reader.readNull() { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            labels[name] = try reader.readString()
        }
    }

    private mutating func readSpec(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "initContainers"), try !reader.readNull() else { continue }
            try reader.beginArray()
            while try reader.nextElement() { try readContainer(&reader) }
        }
    }

    private mutating func readContainer(_ reader: inout JSONReader) throws(JSONError) {
        var isOurs = false
        var found: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name":
                isOurs = try reader.readJSONString().isEqual(to: GateMark.containerName)
            case "args": found = try reader.readStringsUnlessNull() ?? []
            default: break
            }
        }
        if isOurs { arguments = found }
    }
}
