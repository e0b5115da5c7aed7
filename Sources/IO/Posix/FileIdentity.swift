import Glibc

/// Which file a path leads to now, and in which state: two that are equal have the same contents, but for a change within
/// the file system's granularity of time.
///
/// Symbolic links are followed, so that a mounted Secret or ConfigMap whose `..data` link now leads elsewhere is another.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// stat(2). Throws `PosixError` when there is no such file.
    package init(_ path: String) throws(PosixError) {
        var status = stat()
        try Syscall.require("stat \(path)") { stat(path, &status) }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
        seconds = Int(status.st_mtim.tv_sec)
        nanoseconds = Int(status.st_mtim.tv_nsec)
    }
}
