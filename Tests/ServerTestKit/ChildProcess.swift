internal import CLinux
internal import Glibc
internal import Locking
internal import Posix

/// A real program under test: started with exactly the arguments and environment given, its output collected line by
/// line, ended by its own pid. Standard output and error are one stream, as `kubectl logs` shows them. Thread-safe.
package final class ChildProcess: Sendable {
    private struct State {
        var lines: [String] = []
        var partial: [UInt8] = []
        var status: Int32?
        var waiters: [(condition: @Sendable (String) -> Bool, resume: @Sendable (String?) -> Void)] = []
        var exitWaiters: [CheckedContinuation<Int32, Never>] = []
    }

    /// Why a program could not be started.
    package struct StartFailure: Error, CustomStringConvertible {
        /// One sentence.
        package let description: String

        /// A failure that says this.
        package init(description: String) {
            self.description = description
        }
    }

    /// The process's number.
    package let pid: Int32
    private let output: Int32
    private let state = Locked(State())

    private init(pid: Int32, output: Int32) {
        self.pid = pid
        self.output = output
    }

    deinit {
        if state.withLock({ $0.status == nil }) { kill(pid, SIGKILL) }
    }

    /// Starts a program.
    ///
    /// - Parameter descriptors: how many it may have open, for good; nil for as many as this process.
    ///
    /// The environment is exactly `environment`, and where a sanitizer is told to report to; signals are unblocked and at
    /// their defaults, as the kubelet leaves them.
    package static func start(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], descriptors: Int? = nil
    ) throws -> ChildProcess {
        if let descriptors {
            let script = "ulimit -n \(descriptors) && exec \"$0\" \"$@\""
            return try start("/bin/sh", ["-c", script, executable] + arguments, environment: environment)
        }
        var ends: [Int32] = [0, 0]
        guard k8s_wait_pipe(&ends) == 0 else { throw StartFailure(description: "no pipe: errno \(errno)") }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(ends[1])
        }
        var pid: pid_t = 0
        let result = withCStrings([executable] + arguments) { arguments in
            withCStrings(environment.map { "\($0.key)=\($0.value)" } + sanitizerOptions) { environment in
                posix_spawn(&pid, executable, &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else {
            close(ends[0])
            throw StartFailure(description: "cannot start \(executable): errno \(result)")
        }
        let process = ChildProcess(pid: pid, output: ends[0])
        try DetachedThread.start(name: "child output") { process.readUntilTheEnd() }
        return process
    }

    /// What `scripts/test` tells the sanitizers, as NAME=VALUE: a program under test must report where the tests do.
    private static var sanitizerOptions: [String] {
        ["ASAN_OPTIONS", "TSAN_OPTIONS"].compactMap { (name: String) in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
    }

    /// Whether it has ended.
    package var hasEnded: Bool { state.withLock { $0.status != nil } }

    /// Everything printed so far.
    package var lines: [String] { state.withLock { $0.lines } }

    /// The first line, printed already or to come, that fulfils the condition; nil if the process ends without one.
    package func line(where condition: @escaping @Sendable (String) -> Bool) async -> String? {
        await withCheckedContinuation { continuation in
            let answer: String?? = state.withLock { state in
                if let line = state.lines.first(where: condition) { return .some(line) }
                if state.status != nil { return .some(nil) }
                state.waiters.append((condition, { continuation.resume(returning: $0) }))
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// The first line that contains the text.
    package func line(containing text: String) async -> String? {
        await line { $0.contains(text) }
    }

    /// Sends a signal, unless the process has ended.
    package func signal(_ number: Int32) {
        state.withLock { state in
            if state.status == nil { kill(pid, number) }
        }
    }

    /// How the process ended: its exit code, or 128 and the signal's number.
    package func exitStatus() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.exitWaiters.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    /// Ends the process by SIGKILL and waits for it.
    package func killAndWait() async {
        signal(SIGKILL)
        _ = await exitStatus()
    }

    private func readUntilTheEnd() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(output, &buffer, buffer.count)
            if count > 0 {
                take(buffer.prefix(count))
            } else if count == 0 || errno != EINTR {
                break
            }
        }
        close(output)
        take([UInt8(ascii: "\n")])
        // The status is read without reaping, and the process reaped under the lock: no signal of ours can then reach
        // another process that has been given the same number.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        finish()
    }

    private func take(_ bytes: some Sequence<UInt8>) {
        let calls = state.withLock { state in
            var calls: [() -> Void] = []
            for byte in bytes {
                guard byte == UInt8(ascii: "\n") else {
                    state.partial.append(byte)
                    continue
                }
                let line = String(decoding: state.partial, as: UTF8.self)
                state.partial = []
                if line.isEmpty { continue }
                state.lines.append(line)
                state.waiters.removeAll { waiter in
                    guard waiter.condition(line) else { return false }
                    calls.append { waiter.resume(line) }
                    return true
                }
            }
            return calls
        }
        for call in calls { call() }
    }

    private func finish() {
        let (status, waiters, exitWaiters) = state.withLock { state in
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) == -1, errno == EINTR {}
            let status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
            state.status = status
            defer { (state.waiters, state.exitWaiters) = ([], []) }
            return (status, state.waiters, state.exitWaiters)
        }
        for waiter in waiters { waiter.resume(nil) }
        for waiter in exitWaiters { waiter.resume(returning: status) }
    }
}

private func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) }
    defer { pointers.forEach { free($0) } }
    return body(pointers + [nil])
}
