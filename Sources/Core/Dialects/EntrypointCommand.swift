/// The command of kubernetes-entrypoint's variable `COMMAND`, run in place of the waiting program.
package struct EntrypointCommand: Hashable, Sendable {
    /// A command that is built in, for images without it: OpenStack-Helm's charts set `COMMAND="echo done"`.
    package enum BuiltIn: Hashable, Sendable {
        /// Print this line, without its line break, and end with status 0.
        case echo(String)
        /// End with status 0.
        case `true`
    }

    /// The program, to be looked for along `PATH` where it has no slash, and its arguments; one word at least.
    package let words: [String]

    /// The words of a text, separated by blanks and line breaks. As in kubernetes-entrypoint there is no quoting: what
    /// needs it belongs in a script. Nil where there is no word.
    init?(_ text: String) {
        words = text.utf8.split { $0 == 0x20 || 0x09...0x0D ~= $0 }.map { String(Substring($0)) }
        if words.isEmpty { return nil }
    }

    /// What to do when no such program is found; nil where that is an error.
    package var builtIn: BuiltIn? {
        switch words.first {
        case "echo": .echo(words.dropFirst().joined(separator: " "))
        case "true": .true
        default: nil
        }
    }
}
