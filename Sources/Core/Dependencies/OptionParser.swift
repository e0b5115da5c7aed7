import Encodings

/// Reads the words of an item after its target, by the table of which option fits which kind.
struct OptionParser {
    /// The kind of the item's dependency.
    let kind: DependencyKind

    /// The dependency that a target and its options make.
    func parse(_ words: some Sequence<SourceText>, of target: TargetParser.Target) throws(Mistake) -> Dependency {
        var options = DependencyOptions(port: target.port)
        var seen: Set<OptionName> = target.port == nil ? [] : [.port]
        for word in words {
            let (option, value) = try split(word)
            guard seen.insert(option).inserted else {
                throw Mistake(.repeatedOption, at: word.column, "\(option.rawValue) is given twice; keep one.")
            }
            try set(option, to: value, in: &options)
        }
        return Dependency(kind: kind, namespace: target.namespace, target: .name(target.name), options: options)
    }

    /// Splits `port=6379` and checks that the option exists, fits the kind and has a value.
    private func split(_ word: SourceText) throws(Mistake) -> (OptionName, SourceText) {
        let end = word.bytes.firstIndex(of: UInt8(ascii: "=")) ?? word.count
        let name = word.slice(0..<end).string
        guard let option = OptionName(rawValue: name) else { throw unknown(name, word) }
        guard kind.grammar.options.contains(option) else {
            let fitting = DependencyKind.allCases.filter { $0.grammar.options.contains(option) }.compactMap(\.annotation)
            throw Mistake(
                .optionDoesNotFit, at: word.column,
                "\(name) does not fit a \(kind.displayName), only \(fitting.joined(separator: ", ")); \(validOptions).")
        }
        if option.isFlag {
            guard end == word.count else {
                throw Mistake(
                    .unexpectedValue, at: word.column(at: end), "\(name) stands alone; write it without a value.")
            }
            return (option, word.suffix(from: end))
        }
        guard end + 1 < word.count else {
            throw Mistake(.missingValue, at: word.column(at: end), "\(name) needs a value; write \(option.form).")
        }
        return (option, word.suffix(from: end + 1))
    }

    private func set(_ option: OptionName, to value: SourceText, in options: inout DependencyOptions) throws(Mistake) {
        switch option {
        case .port: options.port = try PortReference(value)
        case .minimum: options.minimum = try MinimumCount(value)
        case .match: options.match = try Match(value)
        case .timeout: options.timeout = try TimeLimit(value)
        case .onFailure: options.onFailure = try Keyword.parse(value, as: FailurePolicy.self)
        case .sameNode: options.isOnSameNode = true
        case .anywhere: options.isAnywhere = true
        case .exists: options.needsOnlyExistence = true
        case .absent: options.needsAbsence = true
        case .optional: options.isOptional = true
        case .insecure: options.isInsecure = true
        default: throw Mistake(.unsupportedForm, at: value.column, "\(option.rawValue) is not read yet.")
        }
    }

    private func unknown(_ name: String, _ word: SourceText) -> Mistake {
        let names = kind.grammar.options.map(\.rawValue)
        let isOption = word.bytes.contains(UInt8(ascii: "="))
        let near = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
        let advice = near ?? (isOption ? "\(validOptions)." : "\(validOptions); dependencies are separated by commas.")
        return Mistake(
            .unknownOption, at: word.column,
            "\(Excerpt.quoted(name)) is not an option of a \(kind.displayName); \(advice)")
    }

    private var validOptions: String {
        "its options are " + kind.grammar.options.map(\.rawValue).joined(separator: ", ")
    }
}
