/// A label selector as `kubectl -l` takes it: every requirement must hold.
///
/// Kept sorted and without repetition, so that equal selectors are equal values.
package struct LabelSelector: Hashable, Sendable, CustomStringConvertible {
    /// What is asked, one at least.
    package let requirements: [LabelRequirement]

    /// A selector of these requirements, in any order.
    package init(_ requirements: [LabelRequirement]) {
        let texts = Set(requirements).map { ($0, $0.description) }
        self.requirements = texts.sorted { ($0.0.key, $0.1) < ($1.0.key, $1.1) }.map(\.0)
    }

    /// Parses `app=db,tier in (a,b),!legacy`.
    package init(text: String) throws(Diagnostic) {
        do {
            try self.init(SourceText(text))
        } catch {
            throw Diagnostic(error, annotation: "selector", item: text)
        }
    }

    /// Whether labels, given by a look-up from key to value, satisfy every requirement.
    package func matches(_ label: (String) -> String?) -> Bool {
        requirements.allSatisfy { $0.matches(label($0.key)) }
    }

    /// Labels that all it selects has, so that it can be looked for by them; those alone do not say that it is selected.
    package var equalities: [String: String] {
        var labels: [String: String] = [:]
        for requirement in requirements {
            if case .isIn(let values) = requirement.condition, values.count == 1 { labels[requirement.key] = values[0] }
        }
        return labels
    }

    /// The selector's text; parsing it gives the same selector.
    package var description: String { requirements.map(\.description).joined(separator: ",") }
}
