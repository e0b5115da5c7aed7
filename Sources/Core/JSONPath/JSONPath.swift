package import JSONText

/// A JSONPath expression as `kubectl wait --for=jsonpath=` takes it: `{.status.conditions[?(@.type=="Ready")].status}`.
///
/// Follows <https://kubernetes.io/docs/reference/kubectl/jsonpath/> as far as `kubectl wait` goes: one expression, no text
/// around it, no `range`. The differences are all refusals or more exact: a key in `['a.b']` is one key, a null is a field
/// that is absent, an index out of bounds finds nothing, and a union is refused, since one value is to be compared.
package struct JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// A longer expression is refused, in bytes.
    package static let maximumLength = 1024

    private let steps: [JSONPathStep]

    /// Parses `{.status.phase}`, and what kubectl accepts for it: `.status.phase`, `status.phase`, `{status.phase}`.
    package init(parsing text: String) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        steps = try parser.parse()
    }

    /// The expression in braces. Parsing it gives the same path.
    package var description: String { "{\(JSONPathStep.text(of: steps))}" }

    /// What the path finds in a JSON text, compared with `value` as text if there is one.
    ///
    /// The value found is not given out. The text is read a bounded number of times; one that is no JSON throws.
    package func evaluate(_ json: Span<UInt8>, against value: String?) throws(JSONError) -> JSONPathFinding {
        var reader = JSONReader(json)
        let whole = try reader.skipValue()
        try reader.end()
        var evaluator = JSONPathEvaluator()
        let found = try evaluator.values(of: steps, from: [whole.lowerBound], in: json)
        if let obstacle = evaluator.obstacle { return obstacle }
        guard let first = found.first else { return .missing }
        guard found.count == 1 else { return .several }
        guard let value else { return .matching }
        guard let scalar = try JSONScalar(at: first, in: json) else { return .structure }
        return scalar.isPrinted(as: value) ? .matching : .different
    }

    /// Where the expression that a text begins with ends, in bytes: at a `=` outside of brackets and quotes, or at the end.
    ///
    /// For splitting `{.status.phase}=Running`. Both signs of a `==` are passed over, as kubectl does.
    package static func length(ofExpressionIn text: String) -> Int {
        let bytes = Array(text.utf8)
        var quote: UInt8?
        var depth = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "\""), UInt8(ascii: "'"):
                if quote == nil { quote = byte } else if quote == byte { quote = nil }
            case _ where quote != nil: break
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "("): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "=") where depth <= 0:
                guard index + 1 < bytes.count, bytes[index + 1] == byte else { return index }
                index += 1
            default: break
            }
            index += 1
        }
        return bytes.count
    }
}
