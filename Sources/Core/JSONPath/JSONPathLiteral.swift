/// A value that a filter compares with.
enum JSONPathLiteral: Hashable, Sendable, CustomStringConvertible {
    case string(String)
    case integer(Int)
    case real(Double)
    case boolean(Bool)

    /// The value as a filter writes it.
    var description: String {
        switch self {
        case .string(let text): Self.quoted(text)
        case .integer(let number): number.description
        case .real(let number): number.description
        case .boolean(let value): value.description
        }
    }

    /// A text in double quotes, with `\"` and `\\`.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
        return result + "\""
    }
}
