internal import ArgumentParser
internal import Dependencies

/// A length of time on the command line, written as in annotations: `90`, `90s`, `1h30m`; 0 is allowed.
struct DurationArgument: ExpressibleByArgument {
    /// Whole seconds.
    let seconds: Int

    /// A default.
    init(seconds: Int) {
        self.seconds = seconds
    }

    /// Parses the argument.
    init?(argument: String) {
        if argument == "0" || argument == "0s" {
            seconds = 0
            return
        }
        guard case .seconds(let seconds)? = TimeLimit(argument) else { return nil }
        self.seconds = seconds
    }

    /// The time as the standard library has it.
    var duration: Duration { .seconds(seconds) }

    /// What the help shows.
    var defaultValueDescription: String { seconds == 0 ? "0" : TimeLimit.seconds(seconds).description }
}
