/// An option that a dialect's program takes.
struct OptionForm {
    /// The name after the two dashes.
    let name: String
    /// The letter after one dash; nil for none.
    let letter: Character?
    /// Other spellings of the name.
    let aliases: [String]
    /// It stands alone, or with a value after `=`.
    let isSwitch: Bool

    /// An option; most take a value.
    init(_ name: String, _ letter: Character? = nil, aliases: [String] = [], isSwitch: Bool = false) {
        self.name = name
        self.letter = letter
        self.aliases = aliases
        self.isSwitch = isSwitch
    }
}
