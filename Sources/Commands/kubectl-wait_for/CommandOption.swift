internal import ArgumentParser
internal import CommandOptions

/// One option of a command, as people write it.
struct CommandOption {
    /// `--fail-on`.
    let name: String
    /// The words that it may have as a value, none where any text may be one; nil for a flag, which has no value.
    let values: [String]?

    /// What everybody knows by one letter, beside its name.
    static let letters = ["-f": "--filename", "-n": "--namespace", "-o": "--output"]

    /// The options of a command.
    static func all(of options: any ParsableArguments) -> [CommandOption] {
        DeclaredOption.all(of: options).map { option in
            // The one whose name on the command line is another than its property's.
            CommandOption(name: option.name == "files" ? "--filename" : "--\(option.name)", values: option.values)
        }
    }
}
