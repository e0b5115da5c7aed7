import Encodings

/// A named cluster, context or user of a kubeconfig.
struct KubeconfigEntry: Sendable {
    /// The file that it stands in.
    let file: KubeconfigFile
    /// What it is, for messages: `user "admin"`.
    let title: String
    /// Its members.
    let value: YAMLValue

    /// Whether it has this member, and the member is not empty.
    func has(_ key: String) -> Bool {
        switch value[key] {
        case nil, .scalar("", _), .sequence([]), .mapping([]): false
        default: true
        }
    }

    /// A member that is a text; nil when it is absent or empty.
    func text(_ key: String) throws(KubernetesError) -> String? {
        guard has(key) else { return nil }
        guard case .scalar(let text, _)? = value[key], !text.utf8.contains(where: { $0 < 0x20 }) else {
            throw refusal(key, "is not a text of one line")
        }
        return text
    }

    /// A member that is true or false; false when it is absent.
    func flag(_ key: String) throws(KubernetesError) -> Bool {
        switch try text(key) {
        case nil, "false": return false
        case "true": return true
        case let other?: throw refusal(key, "is \"\(other)\", neither true nor false")
        }
    }

    /// Contents given in place, in Base64 under `KEY-data`, or else as a path under `KEY`; the first wins, as in kubectl.
    func material(_ key: String) throws(KubernetesError) -> KubernetesConfiguration.Material? {
        if case .scalar(let encoded, _)? = value["\(key)-data"], !encoded.isEmpty {
            guard let bytes = Base64.decode(encoded) else { throw refusal("\(key)-data", "is not Base64") }
            return .bytes(bytes)
        }
        guard let path = try text(key) else { return nil }
        return .file(file.resolve(path))
    }

    private func refusal(_ key: String, _ why: String) -> KubernetesError {
        KubernetesError(.configuration, "the kubeconfig \(file.path) cannot be used: \(key) of \(title) \(why)")
    }
}
