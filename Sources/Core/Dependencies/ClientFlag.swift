/// The options of a waiting container that say how its program asks and prints, not what it waits for.
///
/// They stand among the arguments of the pod's spec, where the server reads the question, so both sides must tell them
/// apart in the same way.
package enum ClientFlag: String, CaseIterable, Hashable, Sendable {
    /// The URL of the status server.
    case server = "--server"
    /// The file with the server's authorities.
    case caFile = "--ca-file"
    /// How to print.
    case output = "--output"

    /// Takes these options, written `--flag=value` or `--flag value`, out of a container's arguments.
    ///
    /// Throws when one has no value or is given twice.
    package static func split(
        _ arguments: [String]
    ) throws(Diagnostic) -> (values: [ClientFlag: String], question: [String]) {
        var values: [ClientFlag: String] = [:]
        var question: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let flag = parts.first.flatMap({ ClientFlag(rawValue: String($0)) }) else {
                question.append(argument)
                continue
            }
            var value = parts.count > 1 ? String(parts[1]) : ""
            if parts.count == 1, index < arguments.count {
                value = arguments[index]
                index += 1
            }
            guard !value.isEmpty else {
                throw diagnostic(.missingValue, argument, "\(flag.rawValue) needs a value, written after \"=\".")
            }
            guard values.updateValue(value, forKey: flag) == nil else {
                throw diagnostic(.repeatedOption, argument, "\(flag.rawValue) is given twice; keep one.")
            }
        }
        return (values, question)
    }

    private static func diagnostic(_ code: Diagnostic.Code, _ item: String, _ message: String) -> Diagnostic {
        Diagnostic(Mistake(code, at: 1, message), annotation: "arguments", item: item)
    }
}
