/// One Kubernetes object of a manifest, and where in its document it stands.
package struct ManifestObject: Sendable {
    /// `v1`, `apps/v1`, …; empty where it says none.
    package let apiVersion: String
    /// `Deployment`, …; empty where it says none.
    package let kind: String
    /// Its namespace; nil where it says none.
    package let namespace: String?
    /// Its name; empty where it says none.
    package let name: String
    /// The keys and positions that lead from the document's root to it.
    package let path: [String]
    /// The object.
    package let node: ManifestNode

    /// The API group, empty for the core group.
    package var group: String {
        apiVersion.firstIndex(of: "/").map { String(apiVersion[..<$0]) } ?? ""
    }

    /// The owner that controls it, as its `ownerReferences` say; nil where none does.
    package var controller: ManifestNode? {
        self["metadata", "ownerReferences"]?.elements.first { owner in
            if case .boolean(true)? = owner["controller"]?.content { true } else { false }
        }
    }

    /// `Deployment shop/api`, or without the namespace where none is said.
    package var displayName: String {
        let shown = name.isEmpty ? "without a name" : name
        return "\(kind) \(namespace.map { "\($0)/" } ?? "")\(shown)"
    }

    /// How deep lists of lists are looked into.
    private static let depthLimit = 4

    /// The objects of a document: one, or those of a `List` and of lists of one kind. None where it is no object.
    package static func all(in root: ManifestNode) -> [ManifestObject] {
        var objects: [ManifestObject] = []
        collect(root, at: [], depth: 0, into: &objects)
        return objects
    }

    private static func collect(
        _ node: ManifestNode, at path: [String], depth: Int, into objects: inout [ManifestObject]
    ) {
        guard let kind = node["kind"]?.string else { return }
        if kind.hasSuffix("List"), case .sequence(let items)? = node["items"]?.content, depth < depthLimit {
            for (index, item) in items.enumerated() {
                collect(item, at: path + ["items", String(index)], depth: depth + 1, into: &objects)
            }
            return
        }
        let metadata = node["metadata"]
        objects.append(
            ManifestObject(
                apiVersion: node["apiVersion"]?.string ?? "", kind: kind, namespace: metadata?["namespace"]?.string,
                name: metadata?["name"]?.string ?? metadata?["generateName"]?.string ?? "", path: path, node: node))
    }

    /// The value that keys lead to; nil where there is none, or it is null.
    package subscript(_ path: String...) -> ManifestNode? {
        var node: ManifestNode? = node
        for key in path { node = node?[key] }
        return node
    }
}
