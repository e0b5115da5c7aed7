import Glibc

/// A program that a benchmark started; it ends with the value.
///
/// Until then a file named by its id stands in the folder `processes` of the scratch folder, so that `scripts/bench` can
/// end it when the benchmark itself is killed.
struct ChildProcess: ~Copyable {
    /// The process's id.
    let id: pid_t
    /// The file that its output goes to.
    let log: String
    private let mark: String

    private init(id: pid_t, log: String, mark: String) {
        self.id = id
        self.log = log
        self.mark = mark
    }

    deinit {
        // A process that has ended by itself and was waited for is not there any more: its id may be another's.
        guard waitpid(id, nil, WNOHANG) == 0 else {
            unlink(mark)
            return
        }
        kill(id, SIGTERM)
        var status: Int32 = 0
        var waited = 0
        while waitpid(id, &status, WNOHANG) == 0 {
            if waited == 50 { kill(id, SIGKILL) }
            waited += 1
            usleep(100_000)
        }
        unlink(mark)
    }

    /// Starts `command`, its output in the scratch file `NAME.log`, on the processor `core` alone if one is given.
    static func start(
        _ name: String, _ command: [String], in workshop: Workshop, core: Int? = nil
    ) throws(BenchmarkError) -> ChildProcess {
        let log = workshop.scratch("\(name).log")
        let id = try spawn(pinned(command, to: core), outputTo: log)
        let mark = workshop.scratch("processes/\(id)")
        try writeFile(mark, "")
        return ChildProcess(id: id, log: log, mark: mark)
    }

    /// Waits until it has printed `text`, 20 seconds at the most.
    func awaitOutput(_ text: String) throws(BenchmarkError) {
        var said = ""
        for _ in 0..<200 {
            said = String(decoding: try readFile(log), as: UTF8.self)
            if said.contains(text) { return }
            usleep(100_000)
        }
        throw BenchmarkError("\(log) does not say \"\(text)\" after 20 seconds. It ends with: \(said.suffix(2000))")
    }

    /// Runs `command` to its end, on the processor `core` alone if one is given, and returns what it printed.
    static func output(_ command: [String], in workshop: Workshop, core: Int? = nil) throws(BenchmarkError) -> String {
        let process = try start("command", command, in: workshop, core: core)
        var status: Int32 = 0
        while waitpid(process.id, &status, 0) < 0 && errno == EINTR {}
        let text = String(decoding: try readFile(process.log), as: UTF8.self)
        guard status == 0 else { throw BenchmarkError("\(command.joined(separator: " ")) failed: \(text)") }
        return text
    }

    private static func pinned(_ command: [String], to core: Int?) -> [String] {
        guard let core else { return command }
        return ["taskset", "--cpu-list", String(core)] + command
    }

    private static func spawn(_ words: [String], outputTo log: String) throws(BenchmarkError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var id: pid_t = 0
        let failure = posix_spawnp(&id, words[0], &actions, nil, &arguments, environ)
        guard failure == 0 else {
            throw BenchmarkError("cannot start \(words[0]): \(String(cString: strerror(failure)))")
        }
        return id
    }
}

extension ChildProcess {
    /// The CPU time that it has used so far, in seconds (the first field of /proc/PID/schedstat, over its threads).
    func cpuSeconds() throws(BenchmarkError) -> Double {
        var nanoseconds = 0.0
        for thread in try fileNames(in: "/proc/\(id)/task") {
            let text = String(decoding: try readFile("/proc/\(id)/task/\(thread)/schedstat"), as: UTF8.self)
            nanoseconds += text.split(separator: " ").first.flatMap { Double($0) } ?? 0
        }
        return nanoseconds / 1e9
    }

    /// The memory that is resident now, in bytes (VmRSS of /proc/PID/status).
    func residentBytes() throws(BenchmarkError) -> Double {
        let text = String(decoding: try readFile("/proc/\(id)/status"), as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            guard let kibibytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first,
                let number = Double(kibibytes)
            else { break }
            return number * 1024
        }
        throw BenchmarkError("process \(id) has no resident memory: it has ended; see \(log)")
    }
}
