internal import ArgumentParser

/// What is rotated, and how long it lives: as the servers have it.
struct RotationOptions: ParsableArguments {
    /// Where the servers are.
    @OptionGroup var cluster: ClusterOptions

    /// How long what is made lives.
    @OptionGroup var lifetimes: LifetimeOptions
}
