import Dependencies
import Encodings
import JSONText

/// Reads a policy's `spec` and keeps what it says and what is wrong with it. A field of a wrong type is a mistake like any
/// other, and never the end of the reading.
struct PolicySpecReader {
    /// The names of the fields.
    private enum Field: String, CaseIterable {
        case selector, dependencies, priority, mode, timeout, onTimeout, onFailure, position, cpu, memory, image
    }

    /// The range of priorities: what a CRD's integer can be trusted to hold everywhere.
    private static let priorities = -1_000_000...1_000_000

    private let kind: PolicyKind
    private var isThere = false
    private var selector: PolicySelector?
    private var lists: [(key: String, value: String)] = []
    private var knobs: [(field: Field, value: String)] = []
    private var priority = 0
    private var mode = PolicyMode.enforce
    private var fields = FieldReader()

    /// A reader of the spec of a policy of that kind.
    init(_ kind: PolicyKind) {
        self.kind = kind
    }

    /// Reads the spec that is the next value.
    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.object, &reader, "spec", "an object") else { return }
        isThere = true
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            guard let field = Field(rawValue: name) else {
                let advice = Spelling.advice(for: name, among: Field.allCases.map(\.rawValue))
                fields.note("spec.\(Excerpt.of(name, limit: 40))", "A policy has no such field; \(advice)")
                continue
            }
            switch field {
            case .selector: try readSelector(&reader)
            case .dependencies: try readLists(&reader)
            case .priority: try readPriority(&reader)
            case .mode:
                guard let word = try fields.string(&reader, "spec.mode") else { continue }
                mode = parse(word, "spec.mode") ?? mode
            case .timeout, .onTimeout, .onFailure, .position, .cpu, .memory, .image:
                guard let value = try fields.string(&reader, "spec.\(name)") else { continue }
                knobs.append((field, value))
            }
        }
    }

    /// The policy, or its mistakes.
    func finish(_ name: PolicyName, generation: Int) -> PolicyRecord.Reading {
        var all = self
        guard isThere else {
            if all.fields.mistakes.isEmpty { all.fields.note("spec", "It is missing.") }
            return .bad(all.fields.mistakes)
        }
        if selector == nil, !all.fields.mistakes.contains(where: { $0.field.hasPrefix("spec.selector") }) {
            all.fields.note("spec.selector", "It is missing; write {} to select all pods.")
        }
        let read = all.annotations()
        guard all.fields.mistakes.isEmpty, let question = read.question, let selector else {
            if all.fields.mistakes.isEmpty {
                all.fields.note("spec.dependencies", "A policy lists at least one dependency.")
            }
            return .bad(all.fields.mistakes)
        }
        var knobs = PolicyKnobs()
        (knobs.timeout, knobs.onTimeout, knobs.onFailure) = (read.timeout, read.onTimeout, read.onFailure)
        (knobs.position, knobs.cpu, knobs.memory, knobs.image) = (read.position, read.cpu, read.memory, read.image)
        let warnings = read.warnings.map { warning in
            PolicyMistake(Self.field(warning.annotation), Self.message(warning)).description
        }
        return .sound(
            Policy(
                name, generation: generation, priority: priority, mode: mode, selector: selector,
                items: question.dependencies, knobs: knobs, warnings: warnings))
    }

    // MARK: The grammar of annotations

    /// Reads lists and knobs as the annotations that they stand for, so that both have one grammar.
    private mutating func annotations() -> PodAnnotations {
        let prefix = GateMark.prefix.description
        let pairs =
            lists.map { (prefix + $0.key, $0.value) }
            + knobs.map { (prefix + Self.annotation(of: $0.field), $0.value) }
        let read = PodAnnotations(pairs, namespace: Policy.openNamespace, restartPolicy: nil)
        for error in read.errors { fields.note(Self.field(error.annotation), Self.message(error)) }
        return read
    }

    private static func annotation(of field: Field) -> String {
        switch field {
        case .onTimeout: "on-timeout"
        case .onFailure: "on-failure"
        default: field.rawValue
        }
    }

    /// The field that stands for an annotation.
    private static func field(_ annotation: String) -> String {
        let name = String(annotation.dropFirst(GateMark.prefix.description.count))
        let field = Field.allCases.first { Self.annotation(of: $0) == name }
        return field.map { "spec.\($0.rawValue)" } ?? "spec.dependencies.\(Excerpt.of(name, limit: 40))"
    }

    /// What is said of an annotation, said of the field: there is no prefix, and no namespace yet.
    private static func message(_ diagnostic: Diagnostic) -> String {
        var place = diagnostic.item.isEmpty ? "" : "item \(Excerpt.quoted(diagnostic.item, limit: 32)), "
        place += "column \(diagnostic.column): "
        return place
            + Policy.withoutOpenNamespace(Policy.without(Array(GateMark.prefix.description.utf8), diagnostic.message))
    }

    // MARK: Fields

    private mutating func readSelector(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.object, &reader, "spec.selector", "an object") else { return }
        var selectorReader = PolicySelectorReader(kind)
        try selectorReader.read(&reader)
        selector = selectorReader.selector
        fields.take(selectorReader.fields)
    }

    private mutating func readLists(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.object, &reader, "spec.dependencies", "an object") else { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            let name = key.decoded
            let field = "spec.dependencies.\(Excerpt.of(name, limit: 40))"
            guard name == "for" || name.hasPrefix("for-") || name.hasPrefix("for.") else {
                try reader.skipValue()
                misplaced(name, field)
                continue
            }
            guard let value = try fields.string(&reader, field) else { continue }
            lists.append((name, value))
        }
    }

    private mutating func readPriority(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.number, &reader, "spec.priority", "a whole number") else { return }
        guard let number = try reader.readIntegerIfAny(), Self.priorities.contains(number) else {
            fields.note("spec.priority", "It is not a whole number from -1000000 to 1000000.")
            return
        }
        priority = number
    }

    /// A key among the lists that begins no list.
    private mutating func misplaced(_ name: String, _ field: String) {
        let shown = Excerpt.quoted(name)
        let knob = Field.allCases.first { $0.rawValue == name || Self.annotation(of: $0) == name }
        if let knob {
            fields.note(field, "\(shown) is no list of dependencies; write spec.\(knob.rawValue).")
            return
        }
        let kinds = DependencyKind.allCases.compactMap(\.annotation).map {
            String($0.dropFirst(GateMark.prefix.description.count))
        }
        if let near = Spelling.nearest(to: name, among: kinds + kinds.map { String($0.dropFirst(4)) }) {
            fields.note(
                field,
                "\(shown) is no list of dependencies; did you mean \(near.hasPrefix("for") ? near : "for-" + near)?")
        } else {
            fields.note(field, "\(shown) is no list of dependencies; lists are for and for-KIND, as for-service.")
        }
    }

    private mutating func parse<Word: RawRepresentable<String> & CaseIterable>(
        _ text: String, _ field: String
    ) -> Word? {
        if let word = Word(rawValue: text) { return word }
        let advice = Spelling.advice(for: text, among: Word.allCases.map(\.rawValue))
        fields.note(field, "\(Excerpt.quoted(text)) is not known here; \(advice)")
        return nil
    }
}
