/// JSON Patch (RFC 6902) as far as the webhook may use it on a workload, and what of a workload is not the webhook's.
enum WorkloadPatchOracle {
    /// The workload after the operations; nil where one does not apply, or is on a path that is not ours.
    static func apply(_ operations: [JSONModel], to workload: JSONModel) -> JSONModel? {
        var workload = workload
        for operation in operations {
            guard let path = operation["path"]?.string, path.hasPrefix("/"), let verb = operation["op"]?.string,
                verb == "add" && operation["value"] != nil || verb == "remove" && operation["value"] == nil
            else { return nil }
            let tokens = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
                String($0).replacing("~1", with: "/").replacing("~0", with: "~")
            }
            guard isOurs(tokens), let changed = change(workload, tokens[...], operation["value"]) else { return nil }
            workload = changed
        }
        return workload
    }

    /// The workload without what the webhook may have put there. What it makes where there was nothing counts as nothing.
    static func foreign(_ workload: JSONModel) -> JSONModel {
        let own = without(workload, ["metadata"]) { $0 == "wait.k8s/copied" }
        return templates.reduce(own) { tree, path in without(tree, path[...] + ["metadata"]) { isWaitKey($0) } }
    }

    private static let templates = [["spec", "template"], ["spec", "jobTemplate", "spec", "template"]]

    private static func isWaitKey(_ key: String) -> Bool { key.utf8.starts(with: "wait.k8s/".utf8) }

    private static func isOurs(_ path: [String]) -> Bool {
        if path == ["metadata", "annotations", "wait.k8s/copied"] { return true }
        return templates.contains { template in
            guard path.starts(with: template + ["metadata"]) else { return false }
            let rest = path.dropFirst(template.count + 1)
            return rest.isEmpty
                || rest.first == "annotations" && (rest.count == 1 || rest.count == 2 && isWaitKey(rest.last ?? ""))
        }
    }

    /// The tree with a value at the path; without what is there, where there is no value.
    private static func change(_ tree: JSONModel, _ path: ArraySlice<String>, _ value: JSONModel?) -> JSONModel? {
        guard case .object = tree, let token = path.first else { return nil }
        let rest = path.dropFirst()
        if rest.isEmpty {
            if let value { return tree.replacing(token, with: value) }
            return tree[token] == nil ? nil : tree.removing(token)
        }
        guard let inner = tree[token].flatMap({ change($0, rest, value) }) else { return nil }
        return tree.replacing(token, with: inner)
    }

    /// The tree without those annotations of the metadata at the path, and without maps that are then empty.
    private static func without(
        _ tree: JSONModel, _ path: ArraySlice<String>, _ isOurs: (String) -> Bool
    ) -> JSONModel {
        guard case .object = tree else { return tree }
        guard let key = path.first else {
            guard case .object(let members)? = tree["annotations"] else {
                return tree["annotations"] == .null ? tree.removing("annotations") : tree
            }
            let rest = members.filter { !isOurs(String(decoding: $0.key, as: UTF8.self)) }
            return rest.isEmpty ? tree.removing("annotations") : tree.replacing("annotations", with: .object(rest))
        }
        guard let inner = tree[key] else { return tree }
        let rest = without(inner, path.dropFirst(), isOurs)
        let isNothing = key == "metadata" && (rest == .object([]) || rest == .null)
        return isNothing ? tree.removing(key) : tree.replacing(key, with: rest)
    }
}
