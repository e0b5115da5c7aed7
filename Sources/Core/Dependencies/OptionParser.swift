import Encodings

/// Reads the words of an item after its target, by the table of which option fits which kind.
struct OptionParser {
    /// The kind of the item's dependency.
    let kind: DependencyKind

    /// The options that words say beside the port of the target.
    func parse(_ words: ArraySlice<SourceText>, of target: TargetParser.Target) throws(Mistake) -> DependencyOptions {
        guard !words.isEmpty || target.port != nil else { return .unsaid }
        var options = DependencyOptions(port: target.port)
        var columns: [OptionName: Int] = [:]
        if target.port != nil { columns[.port] = 1 }
        for word in words {
            let (option, value) = try split(word)
            guard columns.updateValue(word.column, forKey: option) == nil else {
                throw Mistake(.repeatedOption, at: word.column, "\(option.rawValue) is given twice; keep one.")
            }
            try set(option, to: value, in: &options)
        }
        try OptionRules(kind: kind, target: target.target, columns: columns).check(options)
        return options
    }

    /// Splits `port=6379` and checks that the option exists, fits the kind and has a value.
    private func split(_ word: SourceText) throws(Mistake) -> (OptionName, SourceText) {
        let end = word.bytes.firstIndex(of: UInt8(ascii: "=")) ?? word.count
        let name = word.slice(0..<end).string
        guard let option = OptionName(rawValue: name) else { throw unknown(name, word) }
        guard kind.grammar.options.contains(option) else { throw misfit(option, word) }
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
        case .uptime: options.uptime = try DurationText.seconds(value, least: 0)
        case .condition: options.condition = try ConditionRequirement(value, of: kind)
        case .jsonPath: options.field = try FieldRequirement(value)
        case .key: options.key = try DataKey.checked(value)
        case .version: options.version = try NameRule.label.checked(value, "version")
        case .maxAge: options.maxAge = try DurationText.seconds(value, least: 1)
        case .remember: options.remember = try Remembrance(value)
        case .ifAbsent: options.acceptsAbsence = try Keyword.parse(value, as: Acceptance.self) == .ready
        case .status: options.status = try StatusCodes(value)
        case .ca: options.authorities = try FilePath.checked(value)
        case .timeout: options.timeout = try TimeLimit(value)
        case .onFailure: options.onFailure = try Keyword.parse(value, as: FailurePolicy.self)
        case .sameNode: options.isOnSameNode = true
        case .anywhere: options.isAnywhere = true
        case .exists: options.needsOnlyExistence = true
        case .absent: options.needsAbsence = true
        case .optional: options.isOptional = true
        case .insecure: options.isInsecure = true
        }
    }

    /// The one value of `if-absent=`.
    private enum Acceptance: String, CaseIterable {
        case ready
    }

    private func misfit(_ option: OptionName, _ word: SourceText) -> Mistake {
        let fitting = DependencyKind.allCases.filter { $0.grammar.options.contains(option) }
        // Where most kinds take it, naming them all would say less than what this kind takes.
        let only =
            fitting.count <= 3 ? ", only \(fitting.compactMap(\.annotation).joined(separator: ", "))" : ""
        return Mistake(
            .optionDoesNotFit, at: word.column,
            "\(option.rawValue) does not fit \(kind.phrase)\(only); \(validOptions).")
    }

    private func unknown(_ name: String, _ word: SourceText) -> Mistake {
        let shown = Excerpt.quoted(name)
        if name.isEmpty || word.bytes.first == UInt8(ascii: "("), word.count > 0 {
            return Mistake(
                .unknownOption, at: word.column,
                "\(Excerpt.quoted(word.string)) is not an option; write no blanks round \"=\", and a selector in "
                    + "parentheses in place of the name.")
        }
        let names = kind.grammar.options.map(\.rawValue)
        if kind.grammar.takesSelector, name == "in" || name == "notin" {
            return Mistake(
                .unknownOption, at: word.column,
                "\(shown) is not an option of \(kind.phrase); a selector stands in parentheses: (tier in (a,b)).")
        }
        let isOption = word.bytes.contains(UInt8(ascii: "="))
        let near = Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
        let advice = near ?? (isOption ? "\(validOptions)." : "\(validOptions); dependencies are separated by commas.")
        return Mistake(.unknownOption, at: word.column, "\(shown) is not an option of \(kind.phrase); \(advice)")
    }

    private var validOptions: String {
        "its options are " + kind.grammar.options.map(\.rawValue).joined(separator: ", ")
    }
}
