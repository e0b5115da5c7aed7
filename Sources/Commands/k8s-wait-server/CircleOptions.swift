internal import Admission
internal import ArgumentParser

/// Whether pods that wait for each other are looked for.
struct CircleOptions: ParsableArguments {
    /// What becomes of them.
    @Option(
        help:
            "off, warn or deny: what becomes of pods that would wait for each other for ever, and of workloads that make them."
    )
    var circles: AdmissionSettings.CirclePolicy = .warn
}

extension AdmissionSettings.CirclePolicy: ExpressibleByArgument {}
