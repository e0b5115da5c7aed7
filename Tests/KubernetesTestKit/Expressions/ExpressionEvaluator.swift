/// Gives expressions their values. Whatever would be an error of the language is one here: nothing is taken to be false.
struct ExpressionEvaluator {
    /// The variables by their names.
    let variables: [String: JSONValue]

    /// The value of a node. Throws `evaluation` where it errs.
    func value(of node: Expression.Node) throws(ExpressionError) -> JSONValue {
        switch node {
        case .literal(let value): return value
        case .list(let nodes):
            var values: [JSONValue] = []
            for node in nodes { values.append(try value(of: node)) }
            return .array(values)
        case .variable(let name):
            guard let value = variables[name] else { throw failure("there is no variable \(name)") }
            return value
        case .member(let object, let key): return try member(key, of: try value(of: object))
        case .index(let container, let key): return try element(try value(of: key), of: try value(of: container))
        case .has(let object, let key):
            guard let members = try value(of: object).object else { throw failure("has(….\(key)) asks no object") }
            return .boolean(members[key] != nil)
        case .not(let node): return .boolean(try !truth(node))
        case .and(let left, let right): return .boolean(try either(left, right, decidedBy: false))
        case .or(let left, let right): return .boolean(try either(left, right, decidedBy: true))
        case .choice(let condition, let yes, let no): return try value(of: try truth(condition) ? yes : no)
        case .binary(let symbol, let left, let right):
            return try combine(symbol, try value(of: left), try value(of: right))
        case .size(let node): return .integer(try size(try value(of: node)))
        case .text(let function, let text, let part):
            return .boolean(try compare(function, try value(of: text), try value(of: part)))
        case .quantified(let quantifier, let container, let variable, let condition):
            let elements = try elements(of: try value(of: container))
            guard quantifier != .existsOne else {
                return .boolean(try count(elements, variable, condition) == 1)
            }
            return .boolean(try holds(quantifier, elements, variable, condition))
        }
    }

    private func failure(_ message: String) -> ExpressionError { ExpressionError(.evaluation, message) }

    private func truth(_ node: Expression.Node) throws(ExpressionError) -> Bool {
        let value = try value(of: node)
        guard let truth = value.boolean else { throw failure("\(value.text) is neither true nor false") }
        return truth
    }

    /// `&&` and `||`: an operand that decides makes an error of the other not matter, on whichever side.
    private func either(
        _ left: Expression.Node, _ right: Expression.Node, decidedBy decisive: Bool
    ) throws(ExpressionError) -> Bool {
        let first: Bool
        do throws(ExpressionError) {
            first = try truth(left)
        } catch {
            guard let second = try? truth(right), second == decisive else { throw error }
            return decisive
        }
        return first == decisive ? decisive : try truth(right)
    }

    private func member(_ key: String, of value: JSONValue) throws(ExpressionError) -> JSONValue {
        guard let member = value[key] else { throw failure("no such key: \(key)") }
        return member
    }

    private func element(_ key: JSONValue, of container: JSONValue) throws(ExpressionError) -> JSONValue {
        if let name = key.string, container.object != nil { return try member(name, of: container) }
        guard let index = key.integer, let elements = container.array, elements.indices.contains(index) else {
            throw failure("no such element: \(key.text)")
        }
        return elements[index]
    }

    /// The elements of a list, the keys of an object.
    private func elements(of value: JSONValue) throws(ExpressionError) -> [JSONValue] {
        if let elements = value.array { return elements }
        guard let object = value.object else { throw failure("\(value.text) has no elements") }
        return object.keys.map(JSONValue.string)
    }

    private func size(_ value: JSONValue) throws(ExpressionError) -> Int {
        if let text = value.string { return text.unicodeScalars.count }
        return try elements(of: value).count
    }

    private func compare(
        _ function: Expression.TextFunction, _ text: JSONValue, _ part: JSONValue
    ) throws(ExpressionError) -> Bool {
        guard let text = text.string, let part = part.string else {
            throw failure("\(function.rawValue)() asks no text")
        }
        return switch function {
        case .startsWith: text.hasPrefix(part)
        case .endsWith: text.hasSuffix(part)
        case .contains: text.contains(part)
        }
    }

    private func combine(
        _ symbol: Expression.Operator, _ left: JSONValue, _ right: JSONValue
    ) throws(ExpressionError) -> JSONValue {
        switch symbol {
        case .equal: return .boolean(left == right)
        case .unequal: return .boolean(left != right)
        case .isIn: return .boolean(try elements(of: right).contains(left))
        case .sum: return try sum(left, right)
        case .less: return .boolean(try order(left, right) < 0)
        case .lessOrEqual: return .boolean(try order(left, right) <= 0)
        case .greater: return .boolean(try order(left, right) > 0)
        case .greaterOrEqual: return .boolean(try order(left, right) >= 0)
        }
    }

    private func sum(_ left: JSONValue, _ right: JSONValue) throws(ExpressionError) -> JSONValue {
        switch (left, right) {
        case (.string(let left), .string(let right)): return .string(left + right)
        case (.array(let left), .array(let right)): return .array(left + right)
        case (.number, .number):
            if let left = left.integer, let right = right.integer { return .integer(left &+ right) }
            fallthrough
        default: throw failure("\(left.text) + \(right.text) is no sum")
        }
    }

    /// Below, at or above 0 as `left` comes before `right`, is equal, or comes after it.
    private func order(_ left: JSONValue, _ right: JSONValue) throws(ExpressionError) -> Int {
        if let left = left.integer, let right = right.integer { return left < right ? -1 : left == right ? 0 : 1 }
        guard let left = left.string, let right = right.string else {
            throw failure("\(left.text) and \(right.text) have no order")
        }
        return left == right ? 0 : Array(left.utf8).lexicographicallyPrecedes(right.utf8) ? -1 : 1
    }

    /// An element that decides makes the errors of the others not matter, as with `&&` and `||`.
    private func holds(
        _ quantifier: Expression.Quantifier, _ elements: [JSONValue], _ variable: String, _ condition: Expression.Node
    ) throws(ExpressionError) -> Bool {
        let decisive = quantifier == .exists
        var trouble: ExpressionError?
        for element in elements {
            do throws(ExpressionError) {
                if try with(variable, element).truth(condition) == decisive { return decisive }
            } catch {
                trouble = error
            }
        }
        if let trouble { throw trouble }
        return !decisive
    }

    /// Of how many elements a condition holds; an error of any is one of the whole.
    private func count(
        _ elements: [JSONValue], _ variable: String, _ condition: Expression.Node
    ) throws(ExpressionError) -> Int {
        var count = 0
        for element in elements where try with(variable, element).truth(condition) { count += 1 }
        return count
    }

    private func with(_ variable: String, _ value: JSONValue) -> ExpressionEvaluator {
        ExpressionEvaluator(variables: variables.merging([variable: value]) { $1 })
    }
}
