internal import Dependencies
internal import JSONText

/// A Namespace as far as its annotations of ours go, and its labels.
struct NamespaceAnnotations {
    /// Its name.
    private(set) var name = ""
    /// Those under `wait.k8s/`.
    private(set) var annotations: [(key: String, value: String)] = []
    /// Its labels.
    private(set) var labels: [String: String] = [:]

    /// Reads one Namespace object (`v1`).
    init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "metadata"), try reader.beginObjectUnlessNull() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.readStringUnlessNull() ?? ""
                case "annotations":
                    try reader.readStringMapUnlessNull(where: { $0.hasPrefix(GateMark.prefix) }) {
                        annotations.append(($0, $1))
                    }
                case "labels": try reader.readStringMapUnlessNull { labels[$0] = $1 }
                default: break
                }
            }
        }
        guard !name.isEmpty else { throw JSONError(.wrongType, at: reader.offset, "a Namespace without a name") }
    }
}
