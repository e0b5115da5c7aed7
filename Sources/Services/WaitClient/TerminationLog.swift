import Glibc
import Posix

/// The file from which the kubelet takes a container's termination message.
package struct TerminationLog: Hashable, Sendable {
    /// Where Kubernetes mounts it unless the container's terminationMessagePath says otherwise.
    private static let standardPath = "/dev/termination-log"
    /// What the kubelet reads of it at the most.
    private static let longest = 4096

    private let path: String?

    /// The file at `path`, made if there is none; nil: the standard one, if it exists.
    package init(_ path: String?) {
        self.path = path
    }

    /// Replaces the file's contents by one line. Where there is no such file, or it cannot be written, nothing happens:
    /// the same is in the container's log.
    package func write(_ line: String) {
        let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | (path == nil ? 0 : O_CREAT)
        guard
            case .value(let number) = Syscall.attempt({ open(path ?? Self.standardPath, flags, 0o644) })
        else { return }
        let descriptor = Descriptor(owning: Int32(truncatingIfNeeded: number))
        let bytes = line.utf8.prefix(Self.longest).map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        _ = bytes.withUnsafeBytes { descriptor.write($0) }
    }
}
