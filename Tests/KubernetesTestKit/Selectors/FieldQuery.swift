/// A field selector: `metadata.name=a,status.phase!=Running`.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/
package struct FieldQuery: Hashable, Sendable {
    /// One condition; all of them must hold.
    package struct Requirement: Hashable, Sendable {
        /// The path, its keys joined by points.
        package let path: String
        /// The value that the field must have, or must not have.
        package let value: String
        /// Whether the field must be equal.
        package let isEqual: Bool
    }

    /// The conditions.
    package let requirements: [Requirement]

    /// The query that everything matches.
    package static let everything = FieldQuery(requirements: [])

    private init(requirements: [Requirement]) { self.requirements = requirements }

    /// The query that `text` spells for a resource. Throws a 400 status where the resource has no such selectable field.
    package init(_ text: String, for resource: ResourceDefinition) throws(APIStatus) {
        var requirements: [Requirement] = []
        for term in text.split(separator: ",") {
            guard let equals = term.firstIndex(of: "=") else {
                throw .badRequest("invalid selector: '\(text)'; can't understand '\(term)'")
            }
            var path = term[..<equals]
            let isEqual = path.last != "!"
            if !isEqual { path.removeLast() }
            var value = term[term.index(after: equals)...]
            if value.first == "=" { value.removeFirst() }
            guard resource.selectableFields.contains(String(path)) else {
                throw .badRequest(
                    "Unable to find \"\(resource.groupVersion), Resource=\(resource.plural)\" that match label selector "
                        + "\"\", field selector \"\(text)\": field label not supported: \(path)")
            }
            requirements.append(Requirement(path: String(path), value: String(value), isEqual: isEqual))
        }
        self.init(requirements: requirements)
    }

    /// Whether an object is selected; its tree is asked for only when name and namespace do not decide.
    package func matches(_ object: StoredObject) -> Bool {
        requirements.allSatisfy { requirement in
            let value =
                switch requirement.path {
                case "metadata.name": object.key.name
                case "metadata.namespace": object.key.namespace
                default: Self.text(object.value.at(requirement.path.split(separator: ".").map(String.init)))
                }
            return (value == requirement.value) == requirement.isEqual
        }
    }

    /// A field's value as selectors compare it: a missing one is the empty text, except where its type has another zero.
    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text), .number(let text): text
        case .boolean(let value): value ? "true" : "false"
        default: ""
        }
    }

    /// The one name that the query asks for, if it does.
    package var name: String? { requirements.first { $0.path == "metadata.name" && $0.isEqual }?.value }
}
