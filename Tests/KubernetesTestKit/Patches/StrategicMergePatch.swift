/// A strategic merge patch: a merge patch that knows which lists of built-in kinds merge, and by what.
///
/// https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ and the directives of
/// sig-api-machinery/strategic-merge-patch.md: `$patch`, `$retainKeys`, `$setElementOrder/…`, `$deleteFromPrimitiveList/…`.
package struct StrategicMergePatch: Sendable {
    private let kind: String

    /// A patch of an object of `kind`, which decides how its lists merge.
    package init(kind: String) {
        self.kind = kind
    }

    /// The document after the patch. Recursion is bounded by the depth that the JSON reader allows.
    package func apply(_ patch: JSONValue, to document: JSONValue) throws(PatchError) -> JSONValue {
        guard let changes = patch.object else {
            throw PatchError(.malformed, "a strategic merge patch must be an object, not \(patch.text.prefix(60))")
        }
        return .object(try merge(changes, into: document.object ?? JSONObject(), parent: ""))
    }

    /// Merges an object; `parent` is the member that it is in, which list strategies depend on.
    private func merge(
        _ changes: JSONObject, into old: JSONObject, parent: String
    ) throws(PatchError) -> JSONObject {
        switch changes["$patch"]?.string {
        case "delete": return JSONObject()
        case "replace": return Self.withoutDirectives(changes)
        case nil, "merge": break
        case let directive?: throw PatchError(.malformed, "unknown $patch directive \"\(directive)\"")
        }
        var result = old
        if let kept = changes["$retainKeys"]?.array?.compactMap(\.string) {
            for key in old.keys where !kept.contains(key) { result[key] = nil }
        }
        for (key, value) in changes where !key.hasPrefix("$") {
            result[key] = try merged(value, over: result[key], field: key, parent: parent, changes)
        }
        for (key, value) in changes {
            try applyListDirective(key, value, to: &result, parent: parent, changes)
        }
        return result
    }

    /// The new value of one member: nil removes it.
    private func merged(
        _ value: JSONValue, over old: JSONValue?, field: String, parent: String, _ changes: JSONObject
    ) throws(PatchError) -> JSONValue? {
        switch value {
        case .null:
            return nil
        case .object(let inner):
            if inner["$patch"]?.string == "delete" { return nil }
            return .object(try merge(inner, into: old?.object ?? JSONObject(), parent: field))
        case .array(let elements):
            let order = changes["$setElementOrder/\(field)"]?.array ?? elements
            return try mergedList(elements, over: old?.array ?? [], field: field, parent: parent, order: order)
        default:
            return value
        }
    }

    private func mergedList(
        _ elements: [JSONValue], over old: [JSONValue], field: String, parent: String, order: [JSONValue]
    ) throws(PatchError) -> JSONValue {
        if elements.contains(where: { $0["$patch"]?.string == "replace" }) {
            return .array(elements.filter { $0["$patch"] == nil })
        }
        switch MergeKeys.strategy(kind: kind, parent: parent, field: field) {
        case .atomic:
            return .array(elements)
        case .asSet:
            let merged = old + elements.filter { !old.contains($0) }
            return .array(ElementOrder(order: order, key: nil).arrange(merged, old: old))
        case .byKey(let key):
            let merged = try mergedElements(elements, over: old, by: key, field: field)
            return .array(ElementOrder(order: order, key: key).arrange(merged, old: old))
        }
    }

    private func mergedElements(
        _ elements: [JSONValue], over old: [JSONValue], by key: String, field: String
    ) throws(PatchError) -> [JSONValue] {
        var result = old
        for element in elements {
            guard let changes = element.object, let identity = changes[key] else {
                throw PatchError(
                    .malformed, "map: \(element.text.prefix(200)) does not contain declared merge key: \(key)")
            }
            let index = result.firstIndex { $0[key] == identity }
            switch (changes["$patch"]?.string, index) {
            case ("delete", _):
                result.removeAll { $0[key] == identity }
            case (_, let index?):
                result[index] = .object(try merge(changes, into: result[index].object ?? JSONObject(), parent: field))
            case (_, nil):
                result.append(.object(try merge(changes, into: JSONObject(), parent: field)))
            }
        }
        return result
    }

    /// `$deleteFromPrimitiveList/x`, and `$setElementOrder/x` where the patch says nothing else about the list.
    private func applyListDirective(
        _ directive: String, _ value: JSONValue, to result: inout JSONObject, parent: String, _ changes: JSONObject
    ) throws(PatchError) {
        guard directive.hasPrefix("$"), let slash = directive.firstIndex(of: "/") else { return }
        let field = String(directive[directive.index(after: slash)...])
        guard let values = value.array else {
            throw PatchError(.malformed, "\(directive) must be a list, not \(value.text.prefix(60))")
        }
        switch directive[..<slash] {
        case "$deleteFromPrimitiveList":
            result[field] = result[field]?.array.map { old in .array(old.filter { !values.contains($0) }) }
        case "$setElementOrder" where changes[field] == nil:
            guard let old = result[field]?.array else { return }
            var key: String?
            if case .byKey(let name) = MergeKeys.strategy(kind: kind, parent: parent, field: field) { key = name }
            result[field] = .array(ElementOrder(order: values, key: key).arrange(old, old: old))
        default:
            break
        }
    }

    private static func withoutDirectives(_ object: JSONObject) -> JSONObject {
        var result = object
        for key in object.keys where key.hasPrefix("$") { result[key] = nil }
        return result
    }
}
