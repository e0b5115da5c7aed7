import Dependencies
import Encodings

/// Reads the environment of kubernetes-entrypoint.
///
/// <https://opendev.org/airship/kubernetes-entrypoint>. Lists are separated by commas; `ns:name` names a namespace. What
/// that tool drops with a warning, an item that it cannot read, is refused here.
struct EntrypointReader {
    /// The variables that name dependencies, in the order in which they are reported.
    static let variables = [
        "DEPENDENCY_SERVICE", "DEPENDENCY_JOBS", "DEPENDENCY_JOBS_JSON", "DEPENDENCY_DAEMONSET",
        "DEPENDENCY_POD_JSON", "DEPENDENCY_CUSTOM_RESOURCE", "DEPENDENCY_CONTAINER", "DEPENDENCY_SOCKET",
        "DEPENDENCY_CONFIG",
    ]
    /// Names that look like one of them and are read by nobody, with the right ones.
    private static let misspellings = [
        "DEPENDENCY_SERVICES": "DEPENDENCY_SERVICE", "DEPENDENCY_JOB": "DEPENDENCY_JOBS",
        "DEPENDENCY_JOB_JSON": "DEPENDENCY_JOBS_JSON", "DEPENDENCY_DAEMONSETS": "DEPENDENCY_DAEMONSET",
        "DEPENDENCY_POD": "DEPENDENCY_POD_JSON", "DEPENDENCY_PODS": "DEPENDENCY_POD_JSON",
        "DEPENDENCY_PODS_JSON": "DEPENDENCY_POD_JSON", "DEPENDENCY_CUSTOM_RESOURCES": "DEPENDENCY_CUSTOM_RESOURCE",
        "DEPENDENCY_CUSTOM_RESOURCE_JSON": "DEPENDENCY_CUSTOM_RESOURCE",
        "DEPENDENCY_CONTAINERS": "DEPENDENCY_CONTAINER", "DEPENDENCY_SOCKETS": "DEPENDENCY_SOCKET",
        "DEPENDENCY_CONFIGS": "DEPENDENCY_CONFIG",
    ]

    /// How the container is started.
    let invocation: ContainerInvocation
    /// The pod's own namespace.
    let podNamespace: String

    /// The variables that name dependencies and are there, empty ones among them.
    static func mentioned(in invocation: ContainerInvocation) -> [String] {
        variables.filter { invocation.variable($0) != .absent }
    }

    /// Those that say something.
    static func filled(in invocation: ContainerInvocation) -> [String] {
        mentioned(in: invocation).filter { invocation.variable($0) != .value("") }
    }

    /// What the environment waits for, and what is to be done then.
    func read() throws(Diagnostic) -> (dependencies: [Dependency], plan: EntrypointPlan) {
        for (wrong, right) in Self.misspellings.sorted(by: { $0.key < $1.key })
        where ![.absent, .value("")].contains(invocation.variable(wrong)) {
            throw Place(name: wrong).refusal(.unknownArgument, "", "\(wrong) is not read by any tool; write \(right).")
        }
        let namespace = try text("NAMESPACE").flatMap { $0.isEmpty ? nil : $0 } ?? podNamespace
        var dependencies: [Dependency] = []
        for name in Self.variables {
            guard name != "DEPENDENCY_CONFIG", let value = try text(name), !value.isEmpty else { continue }
            // As in that tool, and said by its documentation: the JSON form wins.
            if name == "DEPENDENCY_JOBS", try text("DEPENDENCY_JOBS_JSON").map(\.isEmpty) == false { continue }
            for dependency in try read(name, value, in: namespace) where !dependencies.contains(dependency) {
                dependencies.append(dependency)
            }
        }
        return (dependencies, try plan())
    }

    private func read(_ name: String, _ value: String, in namespace: String) throws(Diagnostic) -> [Dependency] {
        let place = Place(name: name)
        switch name {
        case "DEPENDENCY_SERVICE": return try objects(.service, value, place, in: namespace)
        case "DEPENDENCY_JOBS": return try objects(.job, value, place, in: namespace)
        case "DEPENDENCY_DAEMONSET": return try objects(.daemonset, value, place, in: namespace)
        case "DEPENDENCY_CONTAINER":
            return try names(value, place).map { item throws(Diagnostic) in
                try DependencyMaker(place: place, item: item).local(.container, .name(item))
            }
        case "DEPENDENCY_SOCKET":
            return try names(value, place).map { item throws(Diagnostic) in
                try DependencyMaker(place: place, item: item).local(.file, .path(item))
            }
        case "DEPENDENCY_JOBS_JSON": return try json(.job, value, place, in: namespace)
        case "DEPENDENCY_POD_JSON": return try json(.pod, value, place, in: namespace)
        default: return try json(.resource, value, place, in: namespace)
        }
    }

    private func plan() throws(Diagnostic) -> EntrypointPlan {
        let place = Place(name: "DEPENDENCY_CONFIG")
        var renderings: [ConfigRendering] = []
        for item in try names(try text(place.name) ?? "", place) {
            guard let rendering = ConfigRendering(target: item) else {
                throw place.refusal(
                    .invalidName, item,
                    "\(Excerpt.quoted(item)) is not the absolute path of a file, as /etc/nova/nova.conf.")
            }
            renderings.append(rendering)
        }
        // These two concern the container's own process alone, which can read them wherever they come from.
        let interface = known("INTERFACE_NAME")
        return EntrypointPlan(
            renderings: renderings, interfaceName: interface.isEmpty ? nil : interface,
            command: EntrypointCommand(known("COMMAND")))
    }

    // MARK: Values

    /// A variable that must be readable; nil where it is absent.
    private func text(_ name: String) throws(Diagnostic) -> String? {
        switch invocation.variable(name) {
        case .absent: return nil
        case .value(let value): return value
        case .unreadable(let source):
            throw .unreadable(name, from: source)
        }
    }

    private func known(_ name: String) -> String {
        if case .value(let value) = invocation.variable(name) { return value }
        return ""
    }

    // MARK: Lists

    private func objects(
        _ kind: DependencyKind, _ value: String, _ place: Place, in namespace: String
    ) throws(Diagnostic) -> [Dependency] {
        var dependencies: [Dependency] = []
        for item in try items(value, place) {
            let parts = item.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard parts.count <= 2 else {
                throw place.refusal(
                    .twoSeparators, item, "\(Excerpt.quoted(item)) has more than one colon; write NS:NAME.")
            }
            let maker = DependencyMaker(place: place, item: item)
            let namespace = parts.count == 2 ? parts[0] : namespace
            dependencies.append(try maker.named(kind, namespace: namespace, parts[parts.count - 1]))
        }
        return dependencies
    }

    private func json(
        _ kind: DependencyKind, _ value: String, _ place: Place, in namespace: String
    ) throws(Diagnostic) -> [Dependency] {
        // Charts print "null" for a list that has not been given.
        if Self.trimmed(value[...]) == "null" { return [] }
        return try DependencyJSON.read(value, of: kind, namespace: namespace, variable: place.name)
    }

    /// Items that have no namespace.
    private func names(_ value: String, _ place: Place) throws(Diagnostic) -> [String] {
        let items = try items(value, place)
        if let item = items.first(where: { $0.contains(":") }) {
            throw place.refusal(
                .unexpectedValue, item, "\(Excerpt.quoted(item)) has a colon, and \(place.name) takes no namespace.")
        }
        return items
    }

    /// The items of a list, blanks around them removed. A comma may end it; no other item may be empty.
    private func items(_ value: String, _ place: Place) throws(Diagnostic) -> [String] {
        var items = value.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
        if items.last == "" { items.removeLast() }
        if items.contains("") {
            throw place.refusal(.emptyItem, value, "There is no name before one of the commas; take the comma out.")
        }
        return items
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (byte: UInt8) in byte <= UInt8(ascii: " ") }
        var bytes = text.utf8.drop(while: isBlank)
        while bytes.last.map(isBlank) == true { bytes.removeLast() }
        return String(Substring(bytes))
    }
}
