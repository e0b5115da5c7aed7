import Glibc
import LoadTestKit
import Posix
import ServerTestKit

/// Does harm to everything around the server, one thing after the other, while admissions and waits go on, and prints
/// what came of it.
@main
enum Chaos {
    /// Runs the trials named on the command line, all of them when none is named.
    ///
    /// Exits 0 when nothing was lost, 1 when something was or a trial could not run, 2 on a wrong argument.
    static func main() async {
        let options: Options
        do {
            options = try Options(CommandLine.arguments.dropFirst())
            try DescriptorLimit.raise(to: 20_000)
        } catch {
            say(error.message)
            exit(2)
        }
        signal(SIGPIPE, SIG_IGN)
        let report = Report(asJSON: options.asJSON)
        report.begin()
        var isClean = true
        for trial in options.trials {
            say("\(trial.name): \(trial.summary)")
            do {
                let row = try await row(of: trial, options)
                report.show(row)
                isClean = isClean && row.isClean
            } catch {
                say("\(trial.name) could not run: \(error)")
                isClean = false
            }
        }
        exit(isClean ? 0 : 1)
    }

    /// What comes of a trial, be it an error, unless the machine stood still: the load and the judge with the server.
    private static func row(of trial: Trial, _ options: Options) async throws -> Row {
        try await Standstill.judge(isSound: Self.isClean) {
            say("\(trial.name): the machine stood still for more than a second; once more")
        } _: {
            do { return Result<Row, any Error>.success(try await TrialRun.row(of: trial, options)) } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func isClean(_ outcome: Result<Row, any Error>) -> Bool {
        if case .success(let row) = outcome { row.isClean } else { false }
    }
}
