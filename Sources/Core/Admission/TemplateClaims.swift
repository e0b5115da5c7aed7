import JSONText

/// The annotations of a pod template that somebody's manifest states: server-side apply and `kubectl apply` leave in the
/// object what was applied (kubernetes.io/docs/reference/using-api/server-side-apply, "Field management").
///
/// By its value alone a copy of ours cannot be told from the same annotation moved into the template by its owner, and
/// taking that out would start pods ungated. What nobody could read claims nothing.
enum TemplateClaims {
    /// The keys under `wait.k8s/` and all others that are stated for the template of a workload of this kind in `body`.
    static func keys(of metadata: WorkloadMetadata, _ kind: WorkloadKind, _ body: Span<UInt8>) -> Set<String> {
        var keys: Set<String> = []
        let path = kind.templatePath + ["metadata", "annotations"]
        if let bytes = metadata.managedFields {
            var reader = JSONReader(body.extracting(bytes))
            try? addApplied(path.map { "f:\($0)" }, from: &reader, to: &keys)
        }
        if let text = metadata.lastApplied {
            let bytes = Array(text.utf8)
            var reader = JSONReader(bytes.span)
            try? addKeys(at: path, from: &reader, to: &keys)
        }
        return keys
    }

    /// Adds what server-side appliers manage. What others have changed is theirs only as long as its value shows it: a
    /// rollback changes copies too.
    private static func addApplied(
        _ path: [String], from reader: inout JSONReader, to keys: inout Set<String>
    ) throws(JSONError) {
        guard try reader.beginArrayUnlessNull() else { return }
        while try reader.nextElement() {
            var managed: Set<String> = []
            var isApplied = false
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "operation": isApplied = try reader.readStringUnlessNull() == "Apply"
                case "fieldsV1": try addKeys(at: path, from: &reader, to: &managed)
                default: break
                }
            }
            if isApplied { keys.formUnion(managed.map { String($0.dropFirst(2)) }) }
        }
    }

    /// Adds the keys of the object at `path` in the next value, where there is one.
    private static func addKeys(
        at path: [String], from reader: inout JSONReader, to keys: inout Set<String>
    ) throws(JSONError) {
        var depth = 0
        guard try reader.beginObjectUnlessNull() else { return }
        // The innermost object comes to its end first, so that each level goes on where it was left.
        while depth >= 0 {
            guard let key = try reader.nextKey() else {
                depth -= 1
                continue
            }
            if depth == path.count {
                keys.insert(key.decoded)
            } else if key.isEqual(toText: path[depth]), try reader.beginObjectUnlessNull() {
                depth += 1
            }
        }
    }
}
