/// What evaluating a path came to. It tells nothing of the value that was found.
package enum JSONPathFinding: String, CaseIterable, Hashable, Sendable {
    /// One value, and it is the one that was asked for, or any would do.
    case matching
    /// One value, and its text is another.
    case different
    /// No value, or null.
    case missing
    /// More than one value, of which none can be preferred.
    case several
    /// A list or an object, which has no text to compare.
    case structure
    /// An index or a filter met what is not a list, or a filter compared what cannot be compared.
    case unusable
    /// The object is so large, or the path finds so much in it, that it was given up.
    case tooCostly
}
