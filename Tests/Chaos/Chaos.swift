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
            switch await outcome(of: trial, options) {
            case .success(let row):
                report.show(row)
                isClean = isClean && row.isClean
            case .failure(let error):
                say("\(trial.name) could not run: \(error)")
                isClean = false
            }
        }
        exit(isClean ? 0 : 1)
    }

    /// What comes of a trial. Where something was lost and the machine stood still meanwhile, the load and the judge with the
    /// server, that says nothing, and the trial is run again, twice at the most.
    private static func outcome(of trial: Trial, _ options: Options) async -> Result<Row, any Error> {
        var triesLeft = 2
        while true {
            let standstill = try? Standstill()
            let outcome: Result<Row, any Error>
            do {
                let row = try await TrialRun.row(of: trial, options)
                if row.isClean { return .success(row) }
                outcome = .success(row)
            } catch {
                outcome = .failure(error)
            }
            guard triesLeft > 0, standstill?.lasted(longerThan: .seconds(1)) == true else { return outcome }
            triesLeft -= 1
            say("\(trial.name): the machine stood still for more than a second; once more")
        }
    }
}
