/// A label selector, in either of its forms: the `labelSelector=` of a list request (`kubectl -l`), or the
/// `matchLabels` and `matchExpressions` of an object.
///
/// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
package struct LabelQuery: Hashable, Sendable {
    /// One condition; all of them must hold.
    package enum Requirement: Hashable, Sendable {
        case isIn(String, [String])
        case isNotIn(String, [String])
        case exists(String)
        case isAbsent(String)
    }

    /// The conditions.
    package let requirements: [Requirement]

    /// The query that everything matches.
    package static let everything = LabelQuery(requirements: [])

    private init(requirements: [Requirement]) { self.requirements = requirements }

    /// The query that `text` spells. Throws a 400 status for what is no selector.
    package init(_ text: String) throws(APIStatus) {
        var parser = LabelQueryParser(text)
        self.init(requirements: try parser.parse())
    }

    /// The query of a `LabelSelector` object; null and `{}` match everything. Throws a 400 status for unknown operators.
    package init(selector: JSONValue) throws(APIStatus) {
        var requirements: [Requirement] = []
        for (key, value) in selector["matchLabels"]?.object ?? JSONObject() {
            requirements.append(.isIn(key, [value.string ?? ""]))
        }
        for expression in selector["matchExpressions"]?.array ?? [] {
            let key = expression["key"]?.string ?? ""
            let values = expression["values"]?.array?.compactMap(\.string) ?? []
            switch expression["operator"]?.string {
            case "In": requirements.append(.isIn(key, values))
            case "NotIn": requirements.append(.isNotIn(key, values))
            case "Exists": requirements.append(.exists(key))
            case "DoesNotExist": requirements.append(.isAbsent(key))
            case let other: throw .badRequest("\"\(other ?? "")\" is not a valid label selector operator")
            }
        }
        self.init(requirements: requirements)
    }

    /// Whether an object with these labels is selected.
    package func matches(_ labels: [String: String]) -> Bool {
        requirements.allSatisfy { requirement in
            switch requirement {
            case .isIn(let key, let values): labels[key].map(values.contains) ?? false
            case .isNotIn(let key, let values): !(labels[key].map(values.contains) ?? false)
            case .exists(let key): labels[key] != nil
            case .isAbsent(let key): labels[key] == nil
            }
        }
    }
}
