/// Makes a tree of the tokens of an expression, by recursive descent.
struct ExpressionParser {
    /// How deep expressions may be nested, so that none can exhaust the stack.
    private static let depthLimit = 100

    private let tokens: [ExpressionLexer.Token]
    private var position = 0
    private var depth = 0

    /// A parser for tokens of which the last is `end`.
    init(_ tokens: [ExpressionLexer.Token]) {
        self.tokens = tokens
    }

    /// The whole expression.
    mutating func parse() throws(ExpressionError) -> Expression.Node {
        let node = try choice()
        guard peek == .end else { throw surprise }
        return node
    }

    // MARK: Operators, the weakest first

    private mutating func choice() throws(ExpressionError) -> Expression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw surprise }
        let condition = try disjunction()
        guard take("?") else { return condition }
        let yes = try disjunction()
        try require(":")
        return .choice(condition, yes, try choice())
    }

    private mutating func disjunction() throws(ExpressionError) -> Expression.Node {
        var node = try conjunction()
        while take("||") { node = .or(node, try conjunction()) }
        return node
    }

    private mutating func conjunction() throws(ExpressionError) -> Expression.Node {
        var node = try relation()
        while take("&&") { node = .and(node, try relation()) }
        return node
    }

    private mutating func relation() throws(ExpressionError) -> Expression.Node {
        var node = try sum()
        while let relation = relationalOperator {
            position += 1
            node = .binary(relation, node, try sum())
        }
        return node
    }

    private var relationalOperator: Expression.Operator? {
        switch peek {
        case .symbol(let text) where text != "+": Expression.Operator(rawValue: text)
        case .name("in"): .isIn
        default: nil
        }
    }

    private mutating func sum() throws(ExpressionError) -> Expression.Node {
        var node = try unary()
        while take("+") { node = .binary(.sum, node, try unary()) }
        return node
    }

    private mutating func unary() throws(ExpressionError) -> Expression.Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw surprise }
        return take("!") ? .not(try unary()) : try member()
    }

    // MARK: Operands

    private mutating func member() throws(ExpressionError) -> Expression.Node {
        var node = try primary()
        while true {
            if take(".") {
                let name = try name()
                node = take("(") ? try method(name, of: node) : .member(node, name)
            } else if take("[") {
                node = .index(node, try choice())
                try require("]")
            } else {
                return node
            }
        }
    }

    private mutating func primary() throws(ExpressionError) -> Expression.Node {
        let token = peek
        switch token {
        case .number(let text):
            position += 1
            return .literal(.number(text))
        case .string(let text):
            position += 1
            return .literal(.string(text))
        case .name(let name):
            position += 1
            return try named(name)
        case .symbol("("):
            position += 1
            let node = try choice()
            try require(")")
            return node
        case .symbol("["):
            position += 1
            return .list(try list(until: "]"))
        case .symbol("-"):
            position += 1
            guard case .number(let text) = peek else { throw surprise }
            position += 1
            return .literal(.number("-\(text)"))
        default:
            throw surprise
        }
    }

    private mutating func named(_ name: String) throws(ExpressionError) -> Expression.Node {
        switch name {
        case "true": return .literal(true)
        case "false": return .literal(false)
        case "null": return .literal(.null)
        default: break
        }
        guard take("(") else { return .variable(name) }
        let arguments = try list(until: ")")
        switch (name, arguments.first, arguments.count) {
        case ("has", .member(let object, let key)?, 1): return .has(object, key)
        case ("size", let value?, 1): return .size(value)
        default: throw ExpressionError(.syntax, "\(name)() is not understood here")
        }
    }

    /// A function of what stands before it.
    private mutating func method(_ name: String, of node: Expression.Node) throws(ExpressionError) -> Expression.Node {
        let arguments = try list(until: ")")
        if name == "size", arguments.isEmpty { return .size(node) }
        if let function = Expression.TextFunction(rawValue: name), arguments.count == 1 {
            return .text(function, node, arguments[0])
        }
        if let quantifier = Expression.Quantifier(rawValue: name), arguments.count == 2,
            case .variable(let variable) = arguments[0]
        {
            return .quantified(quantifier, node, variable: variable, arguments[1])
        }
        throw ExpressionError(.syntax, "\(name)() is not understood here")
    }

    private mutating func list(until end: String) throws(ExpressionError) -> [Expression.Node] {
        if take(end) { return [] }
        var nodes = [try choice()]
        while take(",") { nodes.append(try choice()) }
        try require(end)
        return nodes
    }

    // MARK: Tokens

    private var peek: ExpressionLexer.Token.Kind { tokens[position].kind }

    private var surprise: ExpressionError {
        ExpressionError(.syntax, "column \(tokens[position].column): this is not understood here")
    }

    private mutating func take(_ symbol: String) -> Bool {
        guard peek == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func require(_ symbol: String) throws(ExpressionError) {
        guard take(symbol) else { throw surprise }
    }

    private mutating func name() throws(ExpressionError) -> String {
        guard case .name(let name) = peek else { throw surprise }
        position += 1
        return name
    }
}
