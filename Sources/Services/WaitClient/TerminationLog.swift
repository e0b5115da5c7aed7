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
        // Without O_NONBLOCK the program would hang for a pipe that nobody reads.
        let flags = O_WRONLY | O_TRUNC | O_CLOEXEC | O_NONBLOCK | (path == nil ? 0 : O_CREAT)
        guard
            case .value(let number) = Syscall.attempt({ open(path ?? Self.standardPath, flags, 0o644) })
        else { return }
        let descriptor = Descriptor(owning: Int32(truncatingIfNeeded: number))
        let bytes = Self.beginning(of: line).utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        _ = bytes.withUnsafeBytes { descriptor.write($0) }
    }

    /// As much as the kubelet reads, whole characters only: the text goes into the pod's status.
    private static func beginning(of line: String) -> Substring {
        var end = line.utf8.index(line.startIndex, offsetBy: longest, limitedBy: line.endIndex) ?? line.endIndex
        while end.samePosition(in: line.unicodeScalars) == nil { end = line.utf8.index(before: end) }
        return line[..<end]
    }
}
