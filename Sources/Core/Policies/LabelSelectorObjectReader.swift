import Dependencies
import Encodings
import JSONText

/// Reads a LabelSelector in the form that it has in objects, `matchLabels` and `matchExpressions`, member by member.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/label-selector/>
struct LabelSelectorObjectReader {
    /// The names of its members.
    static let members = ["matchLabels", "matchExpressions"]
    /// The most requirements.
    static let mostRequirements = 64
    private static let operators = ["In", "NotIn", "Exists", "DoesNotExist"]

    /// What is wrong.
    private(set) var fields = FieldReader()
    private var requirements: [LabelRequirement] = []
    private let parent: String

    /// A reader of the selector that is the field `parent`.
    init(_ parent: String) {
        self.parent = parent
    }

    /// What was read; nil where that asks for nothing.
    var selector: LabelSelector? { requirements.isEmpty ? nil : LabelSelector(requirements) }

    /// Reads the value of a member, if it is one of these.
    mutating func read(_ member: String, _ reader: inout JSONReader) throws(JSONError) -> Bool {
        switch member {
        case "matchLabels": try readLabels(&reader)
        case "matchExpressions": try readExpressions(&reader)
        default: return false
        }
        return true
    }

    private mutating func readLabels(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.object, &reader, "\(parent).matchLabels", "an object of labels") else { return }
        try reader.beginObject()
        while let name = try reader.nextKey() {
            let key = name.decoded
            let field = "\(parent).matchLabels.\(Excerpt.of(key, limit: 40))"
            guard let value = try fields.string(&reader, field) else { continue }
            if isKey(key, field), isValue(value, field) { add(LabelRequirement(key: key, condition: .isIn([value]))) }
        }
    }

    private mutating func readExpressions(_ reader: inout JSONReader) throws(JSONError) {
        guard try fields.begins(.array, &reader, "\(parent).matchExpressions", "a list") else { return }
        try reader.beginArray()
        var number = 0
        while try reader.nextElement() {
            let field = "\(parent).matchExpressions[\(number)]"
            number += 1
            guard try fields.begins(.object, &reader, field, "an object") else { continue }
            if let requirement = try expression(&reader, field) { add(requirement) }
        }
    }

    private mutating func expression(
        _ reader: inout JSONReader, _ field: String
    ) throws(JSONError) -> LabelRequirement? {
        var (key, word): (String?, String?)
        var values: [String] = []
        let before = fields.mistakes.count
        try reader.beginObject()
        while let member = try reader.nextKey() {
            switch member {
            case "key": key = try fields.string(&reader, "\(field).key")
            case "operator": word = try fields.string(&reader, "\(field).operator")
            case "values": values = try readValues(&reader, "\(field).values")
            default:
                let name = member.decoded
                let advice = Spelling.advice(for: name, among: ["key", "operator", "values"])
                fields.note("\(field).\(Excerpt.of(name, limit: 40))", "An expression has no such field; \(advice)")
            }
        }
        guard fields.mistakes.count == before else { return nil }
        guard isKey(key ?? "", "\(field).key"), let key else { return nil }
        return condition(word ?? "", values, field).map { LabelRequirement(key: key, condition: $0) }
    }

    private mutating func condition(
        _ word: String, _ values: [String], _ field: String
    ) -> LabelRequirement.Condition? {
        let needsValues: Bool
        let condition: LabelRequirement.Condition
        switch word {
        case "In": (needsValues, condition) = (true, .isIn(values))
        case "NotIn": (needsValues, condition) = (true, .isNotIn(values))
        case "Exists": (needsValues, condition) = (false, .exists)
        case "DoesNotExist": (needsValues, condition) = (false, .doesNotExist)
        default:
            let advice = Spelling.advice(for: word, among: Self.operators)
            fields.note("\(field).operator", "\(Excerpt.quoted(word)) is not an operator; \(advice)")
            return nil
        }
        guard needsValues != values.isEmpty else {
            fields.note("\(field).values", needsValues ? "\(word) needs values." : "\(word) takes no values.")
            return nil
        }
        return condition
    }

    private mutating func readValues(_ reader: inout JSONReader, _ field: String) throws(JSONError) -> [String] {
        guard try fields.begins(.array, &reader, field, "a list of strings") else { return [] }
        var values: [String] = []
        try reader.beginArray()
        var number = 0
        while try reader.nextElement() {
            let place = "\(field)[\(number)]"
            number += 1
            guard let value = try fields.string(&reader, place), isValue(value, place) else { continue }
            guard values.count < Self.mostRequirements else { continue }
            values.append(value)
        }
        if number > Self.mostRequirements {
            fields.note(field, "It lists \(number) values; \(Self.mostRequirements) is the most.")
        }
        return values
    }

    private mutating func add(_ requirement: LabelRequirement) {
        guard requirements.count < Self.mostRequirements else {
            fields.note(parent, "It has more than \(Self.mostRequirements) requirements.")
            return
        }
        requirements.append(requirement)
    }

    private mutating func isKey(_ text: String, _ field: String) -> Bool {
        if LabelSyntax.isKey(Array(text.utf8)[...]) { return true }
        fields.note(field, "\(Excerpt.quoted(text)) is not a valid label key.")
        return false
    }

    private mutating func isValue(_ text: String, _ field: String) -> Bool {
        if LabelSyntax.isValue(Array(text.utf8)[...]) { return true }
        fields.note(field, "\(Excerpt.quoted(text)) is not a valid label value.")
        return false
    }
}
