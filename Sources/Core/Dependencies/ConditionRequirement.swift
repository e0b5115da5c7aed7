/// Which condition an object must have: `condition=Ready`, `condition=Available=False`, or a word of the kind's own, as
/// `condition=rolled-out`.
///
/// Types and statuses compare without case, as `kubectl wait` compares them.
package struct ConditionRequirement: Hashable, Sendable, CustomStringConvertible {
    /// The condition's type, or the word.
    package let type: String
    /// The status that it must have; nil for `True`.
    package let status: String?

    /// A requirement of a type and a status; one of `True`, in any case, is none.
    package init(type: String, status: String? = nil) {
        self.type = type
        self.status = status?.lowercased() == "true" ? nil : status
    }

    /// Whether this is a bare word, case ignored: `finished`, `rolled-out`.
    package func isWord(_ word: StaticString) -> Bool {
        status == nil && type.lowercased() == word.description
    }

    /// The text after `condition=`.
    package var description: String { status.map { "\(type)=\($0)" } ?? type }
}
