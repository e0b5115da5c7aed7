import Posix

/// A file's contents, read again when the file has changed: a mounted Secret or token is replaced while we run.
///
/// Whether it has changed is told by its inode, size and time of change, asked at most once a minute; a symbolic link
/// that now leads elsewhere counts too.
struct WatchedFile: Sendable {
    /// How seldom the file system is asked.
    static let interval: Duration = .seconds(60)
    /// The largest file that is read, in bytes.
    static let limit = 1 << 20

    /// The file's path.
    let path: String
    private var identity: FileIdentity?
    private var contents: [UInt8]?
    private var lookedAt: Duration?

    /// A file that has not been read yet.
    init(path: String) {
        self.path = path
    }

    /// The contents, read again if that is due and the file has changed.
    ///
    /// - Parameters:
    ///   - now: monotonic time since any fixed moment.
    ///   - isDue: whether to look whatever the time.
    /// - Throws: when there never was anything to read. Later a file that is away, or empty, leaves what was read last.
    mutating func read(now: Duration, isDue: Bool = false) throws(KubernetesError) -> [UInt8] {
        if let contents, let lookedAt, !isDue, now - lookedAt < Self.interval { return contents }
        lookedAt = now
        do throws(KubernetesError) {
            let found = try Self.identify(path)
            if let contents, found == identity { return contents }
            let bytes = try Self.bytes(of: path)
            guard !bytes.isEmpty else { throw KubernetesError(.configuration, "the file \(path) is empty") }
            identity = found
            contents = bytes
            return bytes
        } catch {
            if let contents { return contents }
            throw error
        }
    }

    /// A whole file, which may not be larger than `limit`.
    static func bytes(of path: String) throws(KubernetesError) -> [UInt8] {
        do throws(PosixError) {
            return try FileContents.read(path, limit: limit)
        } catch {
            throw KubernetesError(.configuration, "a file cannot be read: \(error.message)")
        }
    }

    private static func identify(_ path: String) throws(KubernetesError) -> FileIdentity {
        do throws(PosixError) {
            return try FileIdentity(path)
        } catch {
            throw KubernetesError(.configuration, "a file cannot be read: \(error.message)")
        }
    }
}
