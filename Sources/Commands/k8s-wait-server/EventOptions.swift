internal import ArgumentParser

/// The settings of the Events that are written on waiting pods.
struct EventOptions: ParsableArguments {
    /// Whether any are written.
    @Option(help: "Whether Events on the waiting pods say what they wait for and how that ended: true or false.")
    var events: Bool = true

    /// How long nothing is said of a wait.
    @Option(help: ArgumentHelp("How long a pod waits before an Event says for what.", valueName: "duration"))
    var eventsAfter: DurationArgument = .init(seconds: 10)
}
