import JSONText

/// What every record needs of an object's metadata.
struct ObjectMetadata {
    /// The object's namespace, empty for one without.
    var namespace = ""
    /// The object's name.
    var name = ""
    /// The object's UID.
    var uid = ObjectUID.text("")
    /// It has a deletionTimestamp: it counts as absent.
    var isBeingDeleted = false
    /// The UID of the owner that controls it, if it has one.
    var controllerUID: ObjectUID?
    /// Which version of its spec this is; 0 where none is said.
    var generation = 0
    /// The Service that an EndpointSlice belongs to.
    var serviceName = ""
    /// A PersistentVolumeClaim whose volume is made for the node of a pod that mounts it.
    var hasSelectedNode = false
    /// All labels; empty unless they were asked for.
    var labels = PackedLabels()

    /// Metadata that says nothing.
    init() {}

    /// Reads `metadata`.
    init(reading reader: inout JSONReader, keepsLabels: Bool = false) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "namespace": namespace = try reader.readStringUnlessNull() ?? ""
            case "name": name = try reader.readStringUnlessNull() ?? ""
            case "uid": uid = try ObjectUID(reading: &reader)
            case "deletionTimestamp": isBeingDeleted = try !reader.readNull()
            case "generation": generation = try reader.readIntegerUnlessNull() ?? 0
            case "ownerReferences":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readOwner(&reader) }
            case "annotations":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let name = try reader.nextKey() {
                    if name.isEqual(to: "volume.kubernetes.io/selected-node") { hasSelectedNode = true }
                }
            case "labels": try readLabels(&reader, keepsLabels: keepsLabels)
            default: break
            }
        }
    }

    private mutating func readOwner(_ reader: inout JSONReader) throws(JSONError) {
        var (uid, isController) = (ObjectUID.text(""), false)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "uid": uid = try ObjectUID(reading: &reader)
            case "controller": isController = try reader.readBooleanUnlessNull() ?? false
            default: break
            }
        }
        if isController { controllerUID = uid }
    }

    private mutating func readLabels(_ reader: inout JSONReader, keepsLabels: Bool) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            let isServiceName = key.isEqual(to: "kubernetes.io/service-name")
            guard keepsLabels || isServiceName else { continue }
            if try reader.readNull() {
                if keepsLabels { labels.append(key.decoded, "") }
                continue
            }
            let value = try reader.readJSONString()
            if isServiceName { serviceName = value.decoded }
            if keepsLabels { labels.append(key, value) }
        }
    }
}
