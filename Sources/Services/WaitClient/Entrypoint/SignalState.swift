import CLinux
import Glibc

/// How the process was to treat signals when it began: what a program that takes its place must find.
struct SignalState {
    private let mask: sigset_t

    /// The calling thread's mask. Call it before anything blocks a signal.
    static func inherited() -> SignalState {
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &mask)
        return SignalState(mask: mask)
    }

    /// Undoes what this program has done: the mask as it was, SIGPIPE as every program finds it at its start.
    func restore() {
        var mask = mask
        _ = k8s_wait_default_sigpipe()
        pthread_sigmask(SIG_SETMASK, &mask, nil)
    }
}
