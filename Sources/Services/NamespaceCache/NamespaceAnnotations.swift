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
                case "annotations": try readAnnotations(&reader)
                case "labels":
                    guard try reader.beginObjectUnlessNull() else { continue }
                    while let key = try reader.nextKey() {
                        let name = key.decoded
                        labels[name] = try reader.readStringUnlessNull() ?? ""
                    }
                default: break
                }
            }
        }
        guard !name.isEmpty else { throw JSONError(.wrongType, at: reader.offset, "a Namespace without a name") }
    }

    private mutating func readAnnotations(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            guard key.hasPrefix(GateMark.prefix) else { continue }
            let name = key.decoded
            annotations.append((name, try reader.readStringUnlessNull() ?? ""))
        }
    }
}
