/// One condition of a label selector.
package struct LabelRequirement: Hashable, Sendable, CustomStringConvertible {
    /// What is asked of the label.
    package enum Condition: Hashable, Sendable {
        /// It is there and has one of these values, sorted, one at least.
        case isIn([String])
        /// It is not there, or has none of these values, sorted, one at least.
        case isNotIn([String])
        /// It is there.
        case exists
        /// It is not there.
        case doesNotExist
        /// It is there and is a number greater than this.
        case isGreater(than: Int)
        /// It is there and is a number less than this.
        case isLess(than: Int)
    }

    /// The label's key.
    package let key: String
    /// What is asked of it.
    package let condition: Condition

    /// A requirement; its values are sorted and repeated ones dropped.
    package init(key: String, condition: Condition) {
        self.key = key
        switch condition {
        case .isIn(let values): self.condition = .isIn(Self.normalised(values))
        case .isNotIn(let values): self.condition = .isNotIn(Self.normalised(values))
        default: self.condition = condition
        }
    }

    /// Whether a label of this value, nil for one that is not there, satisfies the condition.
    package func matches(_ value: String?) -> Bool {
        switch condition {
        case .isIn(let values): value.map(values.contains) ?? false
        case .isNotIn(let values): !(value.map(values.contains) ?? false)
        case .exists: value != nil
        case .doesNotExist: value == nil
        case .isGreater(let bound): value.flatMap { Int($0) }.map { $0 > bound } ?? false
        case .isLess(let bound): value.flatMap { Int($0) }.map { $0 < bound } ?? false
        }
    }

    /// The condition as `kubectl -l` reads it.
    package var description: String {
        switch condition {
        case .isIn(let values):
            values.count == 1 ? "\(key)=\(values[0])" : "\(key) in (\(values.joined(separator: ",")))"
        case .isNotIn(let values):
            values.count == 1 ? "\(key)!=\(values[0])" : "\(key) notin (\(values.joined(separator: ",")))"
        case .exists: key
        case .doesNotExist: "!\(key)"
        case .isGreater(let bound): "\(key)>\(bound)"
        case .isLess(let bound): "\(key)<\(bound)"
        }
    }

    private static func normalised(_ values: [String]) -> [String] { Set(values).sorted() }
}
