import CLinux
import Glibc

/// Signals as data to read, by signalfd(2).
package struct SignalDescriptor: ~Copyable, Sendable {
    private let descriptor: Descriptor

    /// The descriptor to wait on until it is readable.
    package var rawValue: Int32 { descriptor.rawValue }

    private init(owning descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Blocks `signals` in the calling thread and makes them readable instead. Call it before the process starts other
    /// threads: they inherit the mask, and a signal that any thread does not block is not queued here.
    package static func blocking(_ signals: [Int32]) throws(PosixError) -> SignalDescriptor {
        var mask = sigset_t()
        sigemptyset(&mask)
        for signal in signals { sigaddset(&mask, signal) }
        let status = pthread_sigmask(SIG_BLOCK, &mask, nil)
        guard status == 0 else { throw PosixError("pthread_sigmask", errno: status) }
        let flags = Int32(SFD_NONBLOCK | SFD_CLOEXEC)
        let number = try Syscall.require("signalfd") { signalfd(-1, &mask, flags) }
        return SignalDescriptor(owning: Descriptor(owning: Int32(truncatingIfNeeded: number)))
    }

    /// Waits for a signal and returns its number. Blocks its thread: for the main thread of a program.
    package borrowing func wait() throws(PosixError) -> Int32 {
        while true {
            if let number = next() { return number }
            _ = try descriptor.wait(for: Int32(POLLIN), until: nil)
        }
    }

    /// The number of the next pending signal; nil when there is none. Never blocks.
    package borrowing func next() -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let result = withUnsafeMutableBytes(of: &info) { descriptor.read(into: $0) }
        guard case .value(size) = result else { return nil }
        return Int32(truncatingIfNeeded: info.ssi_signo)
    }
}
