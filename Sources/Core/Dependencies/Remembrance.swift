/// For whom and how long a finished Job that is gone still counts as done: `remember=`.
package enum Remembrance: Hashable, Sendable, CustomStringConvertible {
    /// For nobody: the Job itself must be there.
    case never
    /// For pods of any revision of an owner of that kind and name, as long as it lives.
    case always
    /// As `always`, but only so many seconds from its completion, 1 at least.
    case seconds(Int)

    /// The text after `remember=`.
    package var description: String {
        switch self {
        case .never: "false"
        case .always: "always"
        case .seconds(let seconds): DurationText.text(seconds)
        }
    }
}
