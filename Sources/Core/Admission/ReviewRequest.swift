import JSONText

/// The `request` of an AdmissionReview: what is done to which object by whom, of which only what the rules need is kept.
struct ReviewRequest: Sendable {
    /// The object under review.
    enum Object: Sendable {
        /// There is none, or it is null.
        case absent
        /// It is of no family, or the operation does not change it.
        case skipped
        case pod(PodObject)
        case workload(WorkloadObject)
    }

    /// The operation (Kubernetes: `admission.k8s.io/v1` Operation).
    enum Operation: String, Hashable, Sendable {
        case create = "CREATE"
        case update = "UPDATE"
        case delete = "DELETE"
        case connect = "CONNECT"
    }

    /// The identity of this very call, which the answer repeats.
    private(set) var uid = ""
    /// What is done; nil where the field is absent or says something unknown.
    private(set) var operation: Operation?
    /// The plural name of the resource; empty where the field is absent.
    private(set) var resource = ""
    /// The namespace of the object, which the object itself need not say.
    private(set) var namespace = ""
    /// The name of the object; empty on creation with `generateName`.
    private(set) var name = ""
    /// The object under review.
    private(set) var object = Object.absent
    /// What the object was before an UPDATE.
    private(set) var oldObject = Object.absent

    private var group = ""
    private var subresource = ""

    /// The family of the object under review.
    var family: ObjectFamily? { ObjectFamily(group: group, resource: resource, subresource: subresource) }

    /// Namespace and name of the object, for a log: a name that is still to be made shows what it will begin with.
    var subject: String {
        var name = name
        if name.isEmpty {
            switch object {
            case .pod(let pod): name = pod.metadata.name.isEmpty ? pod.metadata.generateName : pod.metadata.name
            case .workload(let workload):
                name = workload.metadata.name.isEmpty ? workload.metadata.generateName : workload.metadata.name
            case .absent, .skipped: break
            }
        }
        return namespace.isEmpty ? name : "\(namespace)/\(name)"
    }

    /// An object was there before the fields that say what it is.
    var isObjectUnread: Bool {
        guard family?.concerns(operation) == true else { return false }
        if case .skipped = object { return true }
        if case .skipped = oldObject { return operation == .update }
        return false
    }

    /// Reads the members of a request whose `{` has been passed. `family`, where it is known, is what the object is.
    init(inside reader: inout JSONReader, family known: ObjectFamily?) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "uid": uid = try reader.readStringUnlessNull() ?? ""
            case "resource": try readResource(&reader)
            case "subResource": subresource = try reader.readStringUnlessNull() ?? ""
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "operation": operation = Operation(rawValue: try reader.readStringUnlessNull() ?? "")
            case "object": object = try Self.readObject(&reader, as: known ?? knownFamily)
            case "oldObject":
                let family = known ?? (operation == .update ? knownFamily : nil)
                oldObject = try Self.readObject(&reader, as: family == .pod ? nil : family)
            default: break
            }
        }
    }

    private mutating func readResource(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "group": group = try reader.readStringUnlessNull() ?? ""
            case "resource": resource = try reader.readStringUnlessNull() ?? ""
            default: break
            }
        }
    }

    /// The family, once it is sure that the object matters.
    private var knownFamily: ObjectFamily? { family.flatMap { $0.concerns(operation) ? $0 : nil } }

    private static func readObject(
        _ reader: inout JSONReader, as family: ObjectFamily?
    ) throws(JSONError) -> Object {
        if try reader.readNull() { return .absent }
        switch family {
        case .pod: return .pod(try PodObject(reading: &reader))
        case .workload(let kind): return .workload(try WorkloadObject(reading: &reader, kind))
        case nil:
            try reader.skipValue()
            return .skipped
        }
    }
}
