/// What the program is called to do.
package enum WaitCommand: Sendable {
    /// Wait.
    case wait(WaitConfiguration)
    /// Print how it is called.
    case help
    /// Print the version.
    case version
}
