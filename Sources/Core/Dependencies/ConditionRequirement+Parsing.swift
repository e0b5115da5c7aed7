import Encodings

extension ConditionRequirement {
    /// The statuses that conditions have (metav1.ConditionStatus).
    private static let statuses = ["True", "False", "Unknown"]

    /// Parses the text after `condition=`, for an object of this kind.
    ///
    /// A type may be one that only this cluster knows, and so may a status; what is nearly one of the usual ones is
    /// refused, because it would be waited for for ever.
    init(_ text: SourceText, of kind: DependencyKind) throws(Mistake) {
        let end = text.bytes.firstIndex(of: UInt8(ascii: "=")) ?? text.count
        let status = end < text.count ? text.suffix(from: end + 1) : nil
        try self.init(type: text.slice(0..<end), status: status, of: kind)
    }

    /// Checks a type and a status, nil for `True`.
    init(type: SourceText, status: SourceText?, of kind: DependencyKind) throws(Mistake) {
        guard LabelSyntax.isConditionType(type.bytes[...]) else {
            throw Mistake(
                .invalidCondition, at: type.column,
                "\(Excerpt.quoted(type.string)) is not the type of a condition; write \(OptionName.condition.form).")
        }
        let conditions = KnownConditions.of(kind)
        let known = conditions.own + conditions.usual
        let isKnown = known.contains { $0.lowercased() == type.string.lowercased() }
        if !isKnown, let near = known.first(where: { Spelling.distance(type.string, $0, limit: 1) != nil }) {
            throw Mistake(
                .invalidCondition, at: type.column,
                "A \(kind.displayName) has no condition \(Excerpt.quoted(type.string)); did you mean \(near)?")
        }
        if let status { try Self.check(status, of: type) }
        self.init(type: type.string, status: status?.string)
    }

    private static func check(_ status: SourceText, of type: SourceText) throws(Mistake) {
        if KnownConditions.words.contains(type.string.lowercased()) {
            throw Mistake(
                .invalidCondition, at: status.column,
                "condition=\(type.string) stands alone; write it without a status.")
        }
        let isKnown = statuses.contains { $0.lowercased() == status.string.lowercased() }
        let near = isKnown ? nil : Spelling.nearest(to: status.string, among: statuses)
        guard !status.bytes.isEmpty, LabelSyntax.isValue(status.bytes[...]), near == nil else {
            let advice = near.map { "did you mean \($0)?" } ?? "valid are True, False and Unknown."
            throw Mistake(
                .invalidCondition, at: status.column,
                "\(Excerpt.quoted(status.string)) is not the status of a condition; \(advice)")
        }
    }
}
