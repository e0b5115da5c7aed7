internal import ArgumentParser
internal import KubernetesClient

/// How the server watches the cluster.
struct WatchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a watch may be silent before it is opened again; the API server sends a bookmark every minute.",
            valueName: "duration"))
    var watchSilence: DurationArgument = .init(seconds: 90)

    /// The settings of every reflector.
    var settings: WatchSettings {
        var settings = WatchSettings()
        settings.silence = max(.seconds(1), watchSilence.duration)
        return settings
    }
}
