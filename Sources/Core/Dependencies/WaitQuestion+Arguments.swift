import Encodings

extension WaitQuestion {
    /// The options that follow the dependencies.
    private enum Flag: String, CaseIterable {
        case timeout = "--timeout"
        case onTimeout = "--on-timeout"
        case onFailure = "--on-failure"
    }

    /// The arguments that ask this question: `for`, one argument a dependency, then the three options.
    package var arguments: [String] {
        var arguments = ["for"]
        arguments.reserveCapacity(dependencies.count + 4)
        for index in dependencies.indices { arguments.append(dependencies[index].description) }
        arguments.append("\(Flag.timeout.rawValue)=\(timeout)")
        arguments.append("\(Flag.onTimeout.rawValue)=\(onTimeout.rawValue)")
        arguments.append("\(Flag.onFailure.rawValue)=\(onFailure.rawValue)")
        return arguments
    }

    /// Parses the arguments of a waiting container. An option that is left out is as for restartPolicy `Always`; the
    /// program's own options (`ClientFlag`) are passed over.
    ///
    /// The kubelet's `$$(` must have been undone already. In diagnostics the annotation is `arguments`, the item the
    /// argument, the column one within it.
    package init(arguments: [String]) throws(Diagnostic) {
        let arguments = try ClientFlag.split(arguments).question
        guard arguments.first == "for" else {
            throw Self.diagnostic(.unknownArgument, arguments.first ?? "", "The first argument must be \"for\".")
        }
        self.init(dependencies: [], restartPolicy: nil)
        var seen: Set<Flag> = []
        for argument in arguments.dropFirst() {
            if argument.hasPrefix("-") {
                try set(argument, seen: &seen)
            } else if dependencies.count < Self.maximumDependencies {
                dependencies.append(try Dependency(canonical: argument))
            } else {
                throw Self.diagnostic(
                    .tooManyDependencies, argument, "A pod may have at most \(Self.maximumDependencies) dependencies.")
            }
        }
        if dependencies.isEmpty {
            throw Self.diagnostic(.emptyList, "", "There is nothing to wait for; add for example service/db/postgres.")
        }
    }

    private mutating func set(_ argument: String, seen: inout Set<Flag>) throws(Diagnostic) {
        let text = SourceText(argument)
        let end = text.bytes.firstIndex(of: UInt8(ascii: "=")) ?? text.count
        let name = text.slice(0..<end).string
        guard let flag = Flag(rawValue: name) else {
            let advice = Spelling.advice(
                for: name, among: Flag.allCases.map(\.rawValue) + ClientFlag.allCases.map(\.rawValue))
            throw Self.diagnostic(.unknownArgument, argument, "\(Excerpt.quoted(name)) is not an option; \(advice)")
        }
        guard end + 1 < text.count else {
            throw Self.diagnostic(.missingValue, argument, "\(name) needs a value, written after \"=\".")
        }
        guard seen.insert(flag).inserted else {
            throw Self.diagnostic(.repeatedOption, argument, "\(name) is given twice; keep one.")
        }
        let value = text.suffix(from: end + 1)
        do throws(Mistake) {
            switch flag {
            case .timeout: timeout = try TimeLimit(value)
            case .onTimeout: onTimeout = try Keyword.parse(value, as: TimeoutPolicy.self)
            case .onFailure: onFailure = try Keyword.parse(value, as: FailurePolicy.self)
            }
        } catch {
            throw Diagnostic(error, annotation: "arguments", item: argument)
        }
    }

    private static func diagnostic(_ code: Diagnostic.Code, _ item: String, _ message: String) -> Diagnostic {
        Diagnostic(Mistake(code, at: 1, message), annotation: "arguments", item: item)
    }
}
