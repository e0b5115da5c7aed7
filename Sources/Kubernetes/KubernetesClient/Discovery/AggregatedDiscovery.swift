import JSONText

/// `APIGroupDiscoveryList`: every group, version and resource under `/api` or `/apis` in one answer.
///
/// <https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery>
enum AggregatedDiscovery {
    /// What to accept: this form, its beta, or the plain lists of a server older than 1.27.
    static let accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json"

    /// Whether an answer is in this form.
    static func isForm(of head: APIResponseHead) -> Bool {
        head.first("Content-Type")?.contains("as=APIGroupDiscoveryList") == true
    }

    /// Reads the versions in their order.
    static func versions(_ body: Span<UInt8>) throws(JSONError) -> [ServedVersion] {
        var reader = JSONReader(body)
        var versions: [ServedVersion] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { versions += try group(&reader) }
        }
        try reader.end()
        return versions
    }

    /// The name may follow the versions, which need it: they are passed over first.
    private static func group(_ reader: inout JSONReader) throws(JSONError) -> [ServedVersion] {
        var ahead = reader
        var name = ""
        try ahead.beginObject()
        while let key = try ahead.nextKey() {
            guard key.isEqual(to: "metadata"), try ahead.beginObjectUnlessNull() else { continue }
            while let key = try ahead.nextKey() {
                if key.isEqual(to: "name") { name = try ahead.readStringUnlessNull() ?? "" }
            }
        }
        var versions: [ServedVersion] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "versions"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { versions.append(try version(of: name, &reader)) }
        }
        return versions
    }

    private static func version(of group: String, _ reader: inout JSONReader) throws(JSONError) -> ServedVersion {
        var version = ""
        var failure: String?
        var resources: [DiscoveredResource] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "version": version = try reader.readString()
            case "freshness":
                if try reader.readStringUnlessNull() == "Stale" {
                    failure = "the API server cannot reach what serves them"
                }
            case "resources":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { resources.append(try resource(&reader)) }
            default: break
            }
        }
        return ServedVersion(
            group: group, version: version, resources: resources.compactMap { $0.served(group, version) },
            failure: failure)
    }

    private static func resource(_ reader: inout JSONReader) throws(JSONError) -> DiscoveredResource {
        var resource = DiscoveredResource()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "resource": resource.plural = try reader.readString()
            case "singularResource": resource.singular = try reader.readStringUnlessNull() ?? ""
            case "scope": resource.isNamespaced = try reader.readString() == "Namespaced"
            case "verbs": resource.verbs = try reader.readStringsUnlessNull() ?? []
            case "shortNames": resource.shortNames = try reader.readStringsUnlessNull() ?? []
            case "responseKind":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let key = try reader.nextKey() {
                    if key.isEqual(to: "kind") { resource.kind = try reader.readStringUnlessNull() ?? "" }
                }
            default: break
            }
        }
        return resource
    }
}
