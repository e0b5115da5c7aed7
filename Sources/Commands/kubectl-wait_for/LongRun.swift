internal import Glibc
internal import Posix

/// Work of a command that waits for answers from elsewhere.
enum LongRun {
    /// Does it and ends the program: with the status that it returns, or, where it throws, with status 2 and the reason on
    /// standard error.
    static func exit(after work: @escaping @Sendable () async throws -> Int32) -> Never {
        Task.detached {
            do {
                Glibc.exit(try await work())
            } catch {
                BlockingOutput.write(Array("Error: \(error)\n".utf8), to: STDERR_FILENO)
                Glibc.exit(2)
            }
        }
        while true { pause() }
    }
}
