internal import Glibc
internal import Posix

/// What a command has to say, apart from saying it.
struct CommandOutput: Sendable {
    /// For standard output.
    var standard: [UInt8] = []
    /// For standard error, lines without their ends.
    var messages: [String] = []
    /// The exit status.
    var status: Int32 = 0

    /// Says it. Throws where standard output does not take everything: half a manifest must not pass for a whole one. Where
    /// nobody reads any more, as behind `head`, the program ends as other programs then do, with the status of SIGPIPE.
    func write() throws(PosixError) {
        if !messages.isEmpty {
            BlockingOutput.write(Array((messages.joined(separator: "\n") + "\n").utf8), to: STDERR_FILENO)
        }
        var rest = standard[...]
        while !rest.isEmpty {
            do throws(PosixError) {
                let count = try Syscall.require("write to standard output") {
                    rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
                }
                rest = rest.dropFirst(count)
            } catch {
                guard error.errno != EPIPE else { Glibc.exit(128 + SIGPIPE) }
                throw error
            }
        }
    }
}
