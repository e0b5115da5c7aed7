import CLinux

/// Process-wide signal settings.
package enum Signals {
    /// Ignores SIGPIPE for the whole process: a write to a peer that has gone is then the error EPIPE. Both programs and
    /// every server call it; calling it again changes nothing.
    package static func ignorePipe() {
        _ = k8s_wait_ignore_sigpipe()
    }
}
