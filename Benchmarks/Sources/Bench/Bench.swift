import Glibc

/// Measures speed and size, and prints each figure beside its reference from the same run.
@main
enum Bench {
    /// Runs the benchmarks named on the command line, all of them when none is named.
    ///
    /// Exits 0 when they ran, 1 when one could not run (or, with `--check`, missed its goal), 2 on a wrong argument.
    static func main() {
        let options: Options
        do {
            options = try Options(CommandLine.arguments.dropFirst())
        } catch {
            say(error.message)
            exit(2)
        }
        signal(SIGPIPE, SIG_IGN)
        let report = Report(asJSON: options.asJSON)
        var failed = false
        for benchmark in options.benchmarks {
            say("\(benchmark.rawValue): \(benchmark.summary)")
            do {
                let figures = try benchmark.run(in: Workshop(options))
                figures.forEach(report.show)
                if options.check, figures.contains(where: { $0.met == false }) { failed = true }
            } catch {
                say("\(benchmark.rawValue) could not run: \(error)")
                failed = true
            }
        }
        exit(failed ? 1 : 0)
    }
}

/// Tells on standard error what is going on, so that standard output holds figures and nothing else.
func say(_ text: String) {
    let line = Array("bench: \(text)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}
