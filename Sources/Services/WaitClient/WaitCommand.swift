package import Dialects

/// What the program is called to do.
package enum WaitCommand: Sendable {
    /// Wait.
    case wait(WaitConfiguration)
    /// There is nothing to wait for: do at once what comes after.
    case enter(EntrypointPlan)
    /// Print how it is called.
    case help
    /// Print the version.
    case version
}
