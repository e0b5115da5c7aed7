/// What both programs say of themselves.
package enum Product {
    /// The version, as semver.org writes it. Servers accept clients of every earlier release of the same major version.
    package static let version = "0.1.0"
}
