/// How the program prints: `--output=`.
package enum OutputFormat: String, CaseIterable, Hashable, Sendable {
    /// Lines for people; on a terminal a picture that is kept up to date.
    case text
    /// One JSON object a line, all of them on standard output.
    case json
}
