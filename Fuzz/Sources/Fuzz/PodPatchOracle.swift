/// JSON Patch (RFC 6902) as far as the webhook may use it, and what of a pod is not the webhook's.
enum PodPatchOracle {
    private static let variables: Set<String> = [
        "K8S_WAIT_SERVER", "K8S_WAIT_ADDRESSES", "K8S_WAIT_PINS", "K8S_WAIT_CONTAINER", "POD_NAME", "POD_NAMESPACE",
        "POD_UID", "NODE_NAME", "POD_IP",
    ]

    /// The key of the annotation that lists policies, as a path has it.
    private static let policies = "wait.k8s~1policies"

    /// The pod after the operations; nil where one does not apply, or is on a path that is not ours.
    static func apply(_ operations: [JSONModel], to pod: JSONModel) -> JSONModel? {
        var pod = pod
        for operation in operations {
            if operation["op"]?.string == "remove", operation["path"]?.string == "/metadata/annotations/\(policies)" {
                pod = mapping(pod) { key, value in
                    key == "metadata"
                        ? mapping(value) { $0 == "annotations" ? $1.removing("wait.k8s/policies") : $1 } : value
                }
                continue
            }
            guard let path = operation["path"]?.string, let value = operation["value"], path.hasPrefix("/"),
                let verb = operation["op"]?.string, verb == "add" || verb == "replace", isOurs(path)
            else { return nil }
            let tokens = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map {
                String($0).replacing("~1", with: "/").replacing("~0", with: "~")
            }
            guard let changed = change(pod, tokens[...], value, mustExist: verb == "replace") else { return nil }
            pod = changed
        }
        return pod
    }

    private static func isOurs(_ path: String) -> Bool {
        switch path {
        case "/metadata/labels", "/metadata/labels/wait.k8s~1gated", "/metadata/annotations",
            "/metadata/annotations/wait.k8s~1injected-by", "/metadata/annotations/\(policies)", "/spec/initContainers",
            "/spec/initContainers/-",
            "/spec/imagePullSecrets", "/spec/imagePullSecrets/-":
            return true
        default:
            let parts = path.split(separator: "/").map(String.init)
            guard parts.count >= 3, parts[0] == "spec", Int(parts[2]) != nil else { return false }
            if parts.count == 3 { return parts[1] == "initContainers" }
            guard parts[1] == "initContainers" || parts[1] == "containers", parts[3] == "env" else { return false }
            return parts.count == 4 || parts.count == 5 && (parts[4] == "-" || Int(parts[4]) != nil)
        }
    }

    private static func change(
        _ value: JSONModel, _ path: ArraySlice<String>, _ new: JSONModel, mustExist: Bool
    ) -> JSONModel? {
        guard let token = path.first else { return nil }
        let rest = path.dropFirst()
        switch value {
        case .object:
            if rest.isEmpty { return mustExist && value[token] == nil ? nil : value.replacing(token, with: new) }
            guard let inner = value[token].flatMap({ change($0, rest, new, mustExist: mustExist) }) else { return nil }
            return value.replacing(token, with: inner)
        case .array(var elements):
            if rest.isEmpty, !mustExist {
                guard let index = token == "-" ? elements.count : Int(token), 0...elements.count ~= index else {
                    return nil
                }
                elements.insert(new, at: index)
                return .array(elements)
            }
            guard let index = Int(token), elements.indices.contains(index) else { return nil }
            guard let inner = rest.isEmpty ? new : change(elements[index], rest, new, mustExist: mustExist) else {
                return nil
            }
            elements[index] = inner
            return .array(elements)
        default: return nil
        }
    }

    /// The pod without what the webhook may have put there. What it makes where there was nothing counts as nothing.
    static func foreign(_ pod: JSONModel) -> JSONModel {
        mapping(pod) { key, value in
            switch key {
            case "metadata":
                mapping(value) { key, value in
                    switch key {
                    case "labels": absentIfEmpty(mapping(value) { $0 == "wait.k8s/gated" ? nil : $1 })
                    case "annotations":
                        absentIfEmpty(
                            mapping(value) { ["wait.k8s/injected-by", "wait.k8s/policies"].contains($0) ? nil : $1 })
                    default: value
                    }
                }
            case "spec":
                mapping(value) { key, value in
                    switch key {
                    case "initContainers":
                        absentIfEmpty(
                            filtering(value) { $0["name"]?.string == "k8s-wait" ? nil : withoutVariables($0) })
                    case "containers": filtering(value) { withoutVariables($0) }
                    case "imagePullSecrets":
                        absentIfEmpty(filtering(value) { $0["name"]?.string == "our-pull-secret" ? nil : $0 })
                    default: value
                    }
                }
            default: value
            }
        }
    }

    private static func withoutVariables(_ container: JSONModel) -> JSONModel {
        guard container["image"]?.string?.lowercased().contains("k8s-wait") == true else { return container }
        return mapping(container) { key, value in
            guard key == "env" else { return value }
            return absentIfEmpty(filtering(value) { variables.contains($0["name"]?.string ?? "") ? nil : $0 })
        }
    }

    private static func mapping(_ value: JSONModel, _ change: (String, JSONModel) -> JSONModel?) -> JSONModel {
        guard case .object(let members) = value else { return value }
        return .object(
            members.compactMap { member in
                change(String(decoding: member.key, as: UTF8.self), member.value).map {
                    JSONModel.Member(member.key, $0)
                }
            })
    }

    private static func filtering(_ value: JSONModel, _ change: (JSONModel) -> JSONModel?) -> JSONModel {
        guard case .array(let elements) = value else { return value }
        return .array(elements.compactMap(change))
    }

    private static func absentIfEmpty(_ value: JSONModel) -> JSONModel? {
        switch value {
        case .null, .array([]), .object([]): nil
        default: value
        }
    }
}
