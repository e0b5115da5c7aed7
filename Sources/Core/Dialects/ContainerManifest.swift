package import Dependencies
package import JSONText

/// What a pod's stored spec says of how one container is started.
package struct ContainerManifest: Hashable, Sendable {
    /// Where a variable's value comes from.
    package enum Source: Hashable, Sendable {
        /// The manifest itself; other variables that it refers to are not expanded.
        case text(String)
        /// A field of the pod, by its path (Kubernetes: Downward API).
        case field(String)
        /// Something that is not read here, in words.
        case elsewhere(String)
    }

    private struct Entry: Hashable, Sendable {
        let name: String
        let source: Source
    }

    /// The container's name.
    package private(set) var name = ""
    /// The image.
    package private(set) var image = ""
    /// `command`, not expanded; empty for the image's own entry point.
    package private(set) var command: [String] = []
    /// `args`, not expanded.
    package private(set) var arguments: [String] = []
    /// It takes all keys of some ConfigMap or Secret as variables.
    package private(set) var takesForeignVariables = false
    /// There is a list of variables, if an empty one.
    package private(set) var hasEnvironment = false

    private var environment: [Entry] = []

    /// Reads one element of a pod's `initContainers` or `containers`. Throws for fields of a wrong type.
    package init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() { try read(key.decoded, from: &reader) }
    }

    private mutating func read(_ field: String, from reader: inout JSONReader) throws(JSONError) {
        switch field {
        case "name": name = try reader.readStringUnlessNull() ?? ""
        case "image": image = try reader.readStringUnlessNull() ?? ""
        case "command": command = try reader.readStringsUnlessNull() ?? []
        case "args": arguments = try reader.readStringsUnlessNull() ?? []
        case "env": try readEnvironment(&reader)
        case "envFrom":
            guard try reader.beginArrayUnlessNull() else { return }
            while try reader.nextElement() { takesForeignVariables = true }
        default: break
        }
    }

    /// Where the variable of this name stands in the list, and its source; nil where there is none. Of equal names the last
    /// one counts.
    package func variable(_ name: String) -> (index: Int, source: Source)? {
        environment.lastIndex { $0.name == name }.map { ($0, environment[$0].source) }
    }

    /// Adds a variable to the end of the list.
    package mutating func append(_ name: String, _ source: Source) {
        environment.append(Entry(name: name, source: source))
    }

    /// How the container's process is started, as far as the manifest tells.
    ///
    /// `field` gives the pod's own fields that are known: `metadata.namespace`, `metadata.name`. Throws when the command or
    /// the arguments refer to a variable whose value is not known.
    package func invocation(field: (String) -> String?) throws(Diagnostic) -> ContainerInvocation {
        var expansion = KubeletExpansion()
        for entry in environment {
            switch entry.source {
            case .text(let text):
                switch expansion.expand(text) {
                case .text(let value): expansion.variables[entry.name] = .value(value)
                case .unreadable(_, let source): expansion.variables[entry.name] = .unreadable(source: source)
                }
            case .field(let path):
                expansion.variables[entry.name] = field(path).map { .value($0) } ?? .unreadable(source: path)
            case .elsewhere(let source):
                expansion.variables[entry.name] = .unreadable(source: source)
            }
        }
        let program = try Self.expand(command, by: expansion)
        let words = try Self.expand(arguments, by: expansion)
        let variables = expansion.variables
        return ContainerInvocation(command: program, arguments: words, variables: { variables[$0] ?? .absent })
    }

    private static func expand(_ words: [String], by expansion: KubeletExpansion) throws(Diagnostic) -> [String] {
        var result: [String] = []
        for word in words {
            switch expansion.expand(word) {
            case .text(let text): result.append(text)
            case .unreadable(let name, let source): throw .unreadable(name, from: source)
            }
        }
        return result
    }

    private mutating func readEnvironment(_ reader: inout JSONReader) throws(JSONError) {
        hasEnvironment = try reader.beginArrayUnlessNull()
        guard hasEnvironment else { return }
        while try reader.nextElement() {
            var name = ""
            var source = Source.text("")
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.readString()
                case "value":
                    if let text = try reader.readStringUnlessNull(), source == .text("") { source = .text(text) }
                case "valueFrom": source = try Self.readSource(&reader) ?? source
                default: break
                }
            }
            environment.append(Entry(name: name, source: source))
        }
    }

    private static func readSource(_ reader: inout JSONReader) throws(JSONError) -> Source? {
        guard try reader.beginObjectUnlessNull() else { return nil }
        var source: Source?
        while let key = try reader.nextKey() {
            let kind = key.decoded
            guard try reader.beginObjectUnlessNull() else { continue }
            var path = ""
            while let field = try reader.nextKey() {
                if field.isEqual(to: "fieldPath") { path = try reader.readString() }
            }
            source = kind == "fieldRef" ? .field(path) : .elsewhere("a \(kind)")
        }
        return source
    }
}
