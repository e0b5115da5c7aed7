import JSONText

/// Discovery in several answers: `APIVersions`, `APIGroupList`, and an `APIResourceList` for each version of each group.
///
/// <https://kubernetes.io/docs/concepts/overview/kubernetes-api/#unaggregated-discovery>
enum PlainDiscovery {
    /// Reads `/api`: the versions of the core group, without their resources.
    static func coreVersions(_ body: Span<UInt8>) throws(JSONError) -> [ServedVersion] {
        var reader = JSONReader(body)
        var versions: [ServedVersion] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "versions"), let names = try reader.readStringsUnlessNull() else { continue }
            versions = names.map { ServedVersion(group: "", version: $0) }
        }
        try reader.end()
        return versions
    }

    /// Reads `/apis`: the versions of all groups in order, the preferred one of each first, without their resources.
    static func groupVersions(_ body: Span<UInt8>) throws(JSONError) -> [ServedVersion] {
        var reader = JSONReader(body)
        var versions: [ServedVersion] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "groups"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { versions += try group(&reader) }
        }
        try reader.end()
        return versions
    }

    /// Reads `/api/VERSION` or `/apis/GROUP/VERSION`: what is served in that version.
    static func resources(
        _ body: Span<UInt8>, group: String, version: String
    ) throws(JSONError) -> [ServedResource] {
        var reader = JSONReader(body)
        var resources: [DiscoveredResource] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "resources"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { resources.append(try resource(&reader)) }
        }
        try reader.end()
        return resources.compactMap { $0.served(group, version) }
    }

    private static func group(_ reader: inout JSONReader) throws(JSONError) -> [ServedVersion] {
        var name = ""
        var preferred: String?
        var versions: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "preferredVersion": preferred = try version(&reader)
            case "versions":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() {
                    if let version = try version(&reader) { versions.append(version) }
                }
            default: break
            }
        }
        if let preferred, let index = versions.firstIndex(of: preferred) {
            versions.insert(versions.remove(at: index), at: 0)
        }
        return versions.map { ServedVersion(group: name, version: $0) }
    }

    private static func version(_ reader: inout JSONReader) throws(JSONError) -> String? {
        guard try reader.beginObjectUnlessNull() else { return nil }
        var version: String?
        while let key = try reader.nextKey() {
            if key.isEqual(to: "version") { version = try reader.readStringUnlessNull() }
        }
        return version
    }

    private static func resource(_ reader: inout JSONReader) throws(JSONError) -> DiscoveredResource {
        var resource = DiscoveredResource()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": resource.plural = try reader.readString()
            case "singularName": resource.singular = try reader.readStringUnlessNull() ?? ""
            case "kind": resource.kind = try reader.readStringUnlessNull() ?? ""
            case "namespaced": resource.isNamespaced = try reader.readBoolean()
            case "verbs": resource.verbs = try reader.readStringsUnlessNull() ?? []
            case "shortNames": resource.shortNames = try reader.readStringsUnlessNull() ?? []
            default: break
            }
        }
        return resource
    }
}
