import Glibc
import Posix
import Testing

/// The real program in a process of its own.
struct ProgramRun: ~Copyable {
    /// How the process ended and what it wrote.
    struct Result {
        /// The exit code, or -1 when a signal has killed it: that must never happen to k8s-wait.
        var code: Int32
        /// The lines of its standard output.
        var output: [String]
        /// The lines of its standard error.
        var errors: [String]
    }

    /// The process id.
    let process: pid_t
    private let output: TemporaryFile
    private let errors: TemporaryFile

    /// Starts `k8s-wait` from the directory of the test bundle, with nothing but these variables. Its standard output is
    /// a file, or the terminal at the path `terminal`.
    static func start(
        _ arguments: [String], _ environment: [String: String], terminal: String? = nil
    ) throws -> ProgramRun {
        let path = try directory() + "/k8s-wait"
        let output = try TemporaryFile()
        let errors = try TemporaryFile()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(
            &actions, 1, terminal ?? output.path, O_WRONLY | O_NOCTTY | (terminal == nil ? O_APPEND : 0), 0)
        posix_spawn_file_actions_addopen(&actions, 2, errors.path, O_WRONLY | O_APPEND, 0)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process = pid_t()
        let status = posix_spawn(&process, path, &actions, nil, &words, &variables)
        guard status == 0 else { throw PosixError("posix_spawn \(path)", errno: status) }
        return ProgramRun(process: process, output: output, errors: errors)
    }

    /// Sends the process a signal.
    borrowing func signal(_ number: Int32) { kill(process, number) }

    /// Waits until the process has ended.
    borrowing func wait() throws -> Result {
        var status: Int32 = 0
        let process = process
        try Syscall.require("waitpid") { waitpid(process, &status, 0) }
        // WIFEXITED and WEXITSTATUS of wait(2), macros that Swift does not import.
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : -1
        return Result(code: code, output: try output.lines(), errors: try errors.lines())
    }

    private static func directory() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = try Syscall.require("readlink") { readlink("/proc/self/exe", &buffer, buffer.count) }
        let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
