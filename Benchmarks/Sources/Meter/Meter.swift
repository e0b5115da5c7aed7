import Glibc

/// Runs a command a number of times and prints what each run cost: `CPU_MICROSECONDS PEAK_KIB EXIT_STATUS`, a line each.
///
/// It is a program of its own because the kernel counts a process's peak memory from before its `exec`: the peak of
/// whatever started it shines through (getrusage(2), ru_maxrss). This one is small, so that what it starts is measured
/// and not the starter. `meter 3 /bin/true` shows the floor.
@main
enum Meter {
    /// Reads `meter RUNS COMMAND [ARGUMENT…]`.
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let runs = Int(arguments[1]) else {
            print("usage: meter RUNS COMMAND [ARGUMENT...]")
            exit(2)
        }
        for _ in 0..<runs {
            guard let cost = run(Array(arguments[2...])) else { exit(1) }
            print(cost.microseconds, cost.peak, cost.status)
        }
    }

    /// Runs `command` once with its output thrown away, and waits for it; nil when it could not be started.
    private static func run(_ command: [String]) -> (microseconds: Int, peak: Int, status: Int)? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = command.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, command[0], &actions, nil, &words, environ) == 0 else { return nil }
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { return nil }
        let spent = [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + $1.tv_sec * 1_000_000 + $1.tv_usec }
        let code = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
        return (spent, usage.ru_maxrss, Int(code))
    }
}
