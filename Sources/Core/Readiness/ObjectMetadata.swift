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
    /// The Service that an EndpointSlice belongs to.
    var serviceName = ""
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
            case "uid": uid = ObjectUID(try reader.readStringUnlessNull() ?? "")
            case "deletionTimestamp": isBeingDeleted = try !reader.readNull()
            case "labels": try readLabels(&reader, keepsLabels: keepsLabels)
            default: break
            }
        }
    }

    private mutating func readLabels(_ reader: inout JSONReader, keepsLabels: Bool) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            let isServiceName = key.isEqual(to: "kubernetes.io/service-name")
            guard keepsLabels || isServiceName else { continue }
            let label = keepsLabels ? key.decoded : ""
            let value = try reader.readStringUnlessNull() ?? ""
            if isServiceName { serviceName = value }
            if keepsLabels { labels.append(label, value) }
        }
    }
}
