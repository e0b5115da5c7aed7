/// One item of a list: its words, or what is wrong with its quotes and brackets.
struct ListItem: Hashable, Sendable {
    /// The words, quotes removed; never empty unless there is a mistake.
    var words: [SourceText] = []
    /// The item as it is written, for messages.
    var text = ""
    /// The column of its first character.
    var column: Int
    /// The first thing wrong with its form; its words must then not be used.
    var mistake: Mistake?
}
