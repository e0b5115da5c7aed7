import Encodings

/// A type as `kubectl get` takes it, `TYPE[.VERSION][.GROUP]`: which kind it is, and its name where it is none of ours.
struct TypeReference: Hashable {
    /// The kind.
    let kind: DependencyKind
    /// The type in lower case, where the kind is `resource`; else empty.
    let resourceType: String

    /// Types that may not be watched: the cluster writes them all the time, and they say nothing about readiness.
    private static let refused: [(names: [String], groups: [String])] = [
        (["event", "events", "ev"], ["", "v1", "events.k8s.io"]),
        (["lease", "leases"], ["", "coordination.k8s.io"]),
    ]

    /// The kinds that are no type of Kubernetes and so have no group.
    private static let probes: [DependencyKind] = [.tcp, .http, .dns, .file]

    /// Reads a type; `allowsContainers` says whether the waiting pod's own containers may be meant.
    init(_ text: SourceText, allowsContainers: Bool) throws(Mistake) {
        let type = String(decoding: text.bytes.map(NameRule.lowercased), as: UTF8.self)
        let parts = type.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        let group = parts.count > 1 ? parts[1] : ""
        if let builtIn = BuiltInType.named(name), try Self.isOwnGroup(group, builtIn, text) {
            self.init(builtIn.kind)
        } else if parts.count == 1, let kind = Self.probes.first(where: { $0.rawValue == name }) {
            self.init(kind)
        } else if type == DependencyKind.container.rawValue {
            guard allowsContainers else {
                throw Mistake(
                    .kindNotAllowed, at: text.column, "Containers of the pod itself cannot be waited for by annotation."
                )
            }
            self.init(.container)
        } else {
            try Self.check(text, type, name: name, group: group)
            self.init(.resource, resourceType: type)
        }
    }

    /// The type of an object as `apiVersion` and `kind` say it, both as the object itself has them.
    init(apiVersion: SourceText?, kind: SourceText) throws(Mistake) {
        guard let apiVersion else {
            try self.init(kind, allowsContainers: false)
            return
        }
        let slash = apiVersion.bytes.firstIndex(of: UInt8(ascii: "/"))
        let version = slash.map { apiVersion.suffix(from: $0 + 1) } ?? apiVersion
        var type = kind
        // The core group has no name, and its types are found by theirs alone.
        if let slash {
            let group = apiVersion.slice(0..<slash)
            guard NameRule.label.accepts(version.bytes[...]), NameRule.subdomain.accepts(group.bytes[...]) else {
                throw Self.invalidVersion(apiVersion)
            }
            for byte in ".\(version.string).\(group.string)".utf8 { type.append(byte, at: apiVersion.column) }
        } else if !NameRule.label.accepts(version.bytes[...]) {
            throw Self.invalidVersion(apiVersion)
        }
        try self.init(type, allowsContainers: false)
    }

    /// The type of a kind, with its name where the kind is `resource`.
    init(_ kind: DependencyKind, resourceType: String = "") {
        self.kind = kind
        self.resourceType = resourceType
    }

    /// Whether what follows the name of a built-in type is that type's own group, with or without its version.
    private static func isOwnGroup(_ group: String, _ type: BuiltInType, _ text: SourceText) throws(Mistake) -> Bool {
        if group.isEmpty || group == type.group { return true }
        if type.group.isEmpty { return group == BuiltInType.version || group == "\(BuiltInType.version)." }
        guard group.hasSuffix(".\(type.group)") else { return false }
        guard group == "\(BuiltInType.version).\(type.group)" else {
            let served = "\(type.names[0]).\(BuiltInType.version).\(type.group)"
            throw Mistake(
                .unknownKind, at: text.column,
                "\(Excerpt.quoted(text.string)) is not a version of \(type.kind.displayName) that is read here; "
                    + "write \(served) or \(type.names[0]).")
        }
        return true
    }

    /// Refuses what is no type, no type that may be watched, or probably a built-in one misspelled.
    private static func check(_ text: SourceText, _ type: String, name: String, group: String) throws(Mistake) {
        let shown = Excerpt.quoted(text.string)
        guard NameRule.subdomain.accepts(Array(type.utf8)[...]), type != DependencyKind.resource.rawValue else {
            let offset = NameRule.subdomain.offendingIndex(type.utf8)
            throw Mistake(
                .unknownKind, at: text.column(at: offset),
                "\(shown) is not a type; write for example job, deployment.apps or certificate.cert-manager.io.")
        }
        if refused.contains(where: { rule in
            rule.names.contains(name)
                && rule.groups.contains { $0 == group || !$0.isEmpty && group.hasSuffix(".\($0)") }
        }) {
            throw Mistake(.kindNotAllowed, at: text.column, "\(shown) is a type that nothing may wait for.")
        }
        // Short names lie close together, and a type of the cluster's own may be near one: only clear cases are refused.
        guard group.isEmpty, name.utf8.count >= 5 else { return }
        let names = BuiltInType.all.flatMap(\.names).filter { $0.utf8.count >= 3 }
        if let near = names.first(where: { Spelling.distance(name, $0, limit: 1) != nil }) {
            throw Mistake(
                .unknownKind, at: text.column,
                "\(shown) is not a type known here; did you mean \(near)? "
                    + "Another type of that name is written with its group, as \(Excerpt.of(name, limit: 30)).example.com."
            )
        }
    }

    private static func invalidVersion(_ text: SourceText) -> Mistake {
        Mistake(
            .unknownKind, at: text.column,
            "\(Excerpt.quoted(text.string)) is not an apiVersion; write for example v1 or cert-manager.io/v1.")
    }
}
