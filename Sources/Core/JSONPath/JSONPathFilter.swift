/// What must hold of an element: that something is there (`@.name`), or how it compares (`@.type=="Ready"`).
struct JSONPathFilter: Hashable, Sendable, CustomStringConvertible {
    /// How two values compare.
    enum Operator: String, CaseIterable, Hashable, Sendable {
        case equal = "=="
        case notEqual = "!="
        case lessOrEqual = "<="
        case greaterOrEqual = ">="
        case less = "<"
        case greater = ">"
    }

    /// What the element's value is compared with.
    enum Operand: Hashable, Sendable {
        case literal(JSONPathLiteral)
        /// Another value of the same element.
        case path([JSONPathStep])
    }

    /// From the element to the value; no filter among the steps.
    let left: [JSONPathStep]
    /// What it must compare to; nil where it must only be there.
    let comparison: Comparison?

    /// An operator and what stands on its right.
    struct Comparison: Hashable, Sendable {
        /// How.
        let operation: Operator
        /// With what.
        let right: Operand
    }

    /// The text between `[?(` and `)]`.
    var description: String {
        let text = "@" + JSONPathStep.text(of: left)
        guard let comparison else { return text }
        let right =
            switch comparison.right {
            case .literal(let literal): literal.description
            case .path(let steps): "@" + JSONPathStep.text(of: steps)
            }
        return text + comparison.operation.rawValue + right
    }
}
