/// An expression of the Common Expression Language, in the part of it that admission conditions are written in: literals,
/// lists, members, indices, comparisons, `!`, `&&`, `||`, `?:`, `+`, `in`, `has()`, `size()`, `all()`, `exists()`, `exists_one()`,
/// `startsWith()`, `endsWith()` and `contains()`. Anything else is refused when it is read.
///
/// https://github.com/google/cel-spec/blob/master/doc/langdef.md
package struct Expression: Hashable, Sendable {
    /// An operator of two operands, both of which it needs.
    enum Operator: String, Hashable, Sendable {
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case sum = "+"
        case isIn = "in"
    }

    /// A macro that asks its second argument of each element.
    enum Quantifier: String, Hashable, Sendable {
        case all
        case exists
        case existsOne = "exists_one"
    }

    /// A function of texts.
    enum TextFunction: String, Hashable, Sendable {
        case startsWith
        case endsWith
        case contains
    }

    /// A node of the tree.
    indirect enum Node: Hashable, Sendable {
        case literal(JSONValue)
        case list([Node])
        case variable(String)
        case member(Node, String)
        case index(Node, Node)
        case has(Node, String)
        case not(Node)
        case and(Node, Node)
        case or(Node, Node)
        case choice(Node, Node, Node)
        case binary(Operator, Node, Node)
        case size(Node)
        case text(TextFunction, Node, Node)
        case quantified(Quantifier, Node, variable: String, Node)
    }

    /// The tree.
    let root: Node

    /// Reads an expression. Throws `syntax`, with the column, for what is none.
    package init(_ text: String) throws(ExpressionError) {
        var parser = ExpressionParser(try ExpressionLexer.tokens(of: text))
        root = try parser.parse()
    }

    /// The value for these variables. Throws `evaluation` where it errs.
    package func value(_ variables: [String: JSONValue]) throws(ExpressionError) -> JSONValue {
        try ExpressionEvaluator(variables: variables).value(of: root)
    }

    /// The truth of a condition. Throws `evaluation` where it errs or is neither true nor false.
    package func holds(_ variables: [String: JSONValue]) throws(ExpressionError) -> Bool {
        let value = try value(variables)
        guard let truth = value.boolean else {
            throw ExpressionError(.evaluation, "a condition must be true or false, not \(value.text)")
        }
        return truth
    }
}
