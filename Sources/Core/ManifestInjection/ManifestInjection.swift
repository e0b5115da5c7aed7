package import Manifests

/// The injection of one document's objects, and the text that comes of it.
package struct ManifestInjection: Sendable {
    /// What became of one object.
    package struct Result: Sendable {
        /// The object as it was.
        package let object: ManifestObject
        /// How it ended.
        package let outcome: Injection.Outcome
        /// What its author should hear.
        package let warnings: [String]
    }

    /// What became of each object, in order.
    package private(set) var results: [Result] = []
    /// The changes of the text that all of it takes.
    package private(set) var edits: [TextEdit] = []
    /// Each document as it is to be.
    package private(set) var wanted: [ManifestNode] = []

    /// Puts the container into the objects of `documents`, which stand in `text`. Nothing is changed where anything is
    /// refused.
    package init(_ documents: [ManifestNode], in text: [UInt8], by injector: Injector) throws(ManifestError) {
        for document in documents {
            var changes: [(path: ArraySlice<String>, node: ManifestNode)] = []
            for object in ManifestObject.all(in: document) {
                let injection = try injector.inject(into: object)
                results.append(Result(object: object, outcome: injection.outcome, warnings: injection.warnings))
                if injection.outcome == .injected { changes.append((object.path[...], injection.node)) }
            }
            wanted.append(document.replacing(changes))
        }
        edits = try ManifestEditor.edits(from: documents, to: wanted, in: text)
    }

    /// Anything was refused.
    package var isRefused: Bool {
        results.contains { if case .refused = $0.outcome { true } else { false } }
    }

    /// The text with the changes made. `read` reads it once more: where the same edit would change something else too, as
    /// inside an anchor that others refer to, nothing is to be trusted.
    package func text(
        from original: [UInt8], read: ([UInt8]) throws(ManifestError) -> [ManifestNode]
    ) throws(ManifestError) -> [UInt8] {
        guard !edits.isEmpty else { return original }
        guard let text = TextEdit.apply(edits, to: original), let found = try? read(text), found.count == wanted.count,
            zip(found, wanted).allSatisfy({ $0.isEqual(to: $1) })
        else {
            throw ManifestError(
                .uneditable, at: edits.first?.range.lowerBound,
                "What must be changed cannot be changed by itself here; write out what anchors and aliases share.")
        }
        return text
    }
}

extension ManifestNode {
    /// The same with other values at the ends of paths that are there; each stands where the old one stood.
    fileprivate func replacing(_ changes: [(path: ArraySlice<String>, node: ManifestNode)]) -> ManifestNode {
        if let change = changes.first(where: { $0.path.isEmpty }) { return change.node }
        guard !changes.isEmpty else { return self }
        let byToken = Dictionary(grouping: changes) { $0.path.first ?? "" }
            .mapValues { $0.map { (path: $0.path.dropFirst(), node: $0.node) } }
        var copy = self
        switch content {
        case .mapping(var members):
            for index in members.indices {
                if let inner = byToken[members[index].key] {
                    members[index].value = members[index].value.replacing(inner)
                }
            }
            copy.content = .mapping(members)
        case .sequence(var elements):
            for (token, inner) in byToken {
                guard let index = Int(token), elements.indices.contains(index) else { continue }
                elements[index] = elements[index].replacing(inner)
            }
            copy.content = .sequence(elements)
        default: break
        }
        return copy
    }
}
