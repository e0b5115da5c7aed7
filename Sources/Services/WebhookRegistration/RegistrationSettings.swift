/// Which configuration, what we do with it, and how patient we are. Every time has a safe default.
package struct RegistrationSettings: Hashable, Sendable {
    /// The configuration's name.
    package var name: String
    /// Whether `caBundle` is ours to keep; otherwise somebody else writes it and we only look.
    package var mends: Bool
    /// Up to how long after the first sight of a difference it is mended, by chance: any replica may do it, and one that
    /// comes later finds it done. The bound doubles with each try, so that whoever writes something else each time costs
    /// little.
    package var firstDelay = Duration.milliseconds(500)
    /// The bound of that.
    package var longestDelay = Duration.seconds(30)
    /// For how long nothing must have differed before it begins with the first again.
    package var calm = Duration.seconds(300)
    /// How long an entry may trust more than it should, at least; up to twice as long, by chance.
    package var excessPause = Duration.seconds(60)

    /// The defaults for that configuration.
    package init(name: String, mends: Bool) {
        self.name = name
        self.mends = mends
    }
}
