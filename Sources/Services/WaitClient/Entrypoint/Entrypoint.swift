import Dialects
import Glibc
import Posix

/// What comes after the wait in the dialect of kubernetes-entrypoint: its files are written, then its command takes the
/// place of this program, with the same process id and environment.
struct Entrypoint {
    /// The exit codes of a shell that cannot run a command.
    private static let notFound: Int32 = 127
    private static let notExecutable: Int32 = 126

    private let plan: EntrypointPlan
    private let environment: (String) -> String?
    private let signalState: SignalState

    /// Carries out `plan`; the command finds the signals as `signalState` says.
    init(_ plan: EntrypointPlan, _ environment: @escaping (String) -> String?, _ signalState: SignalState) {
        self.plan = plan
        self.environment = environment
        self.signalState = signalState
    }

    /// Does not return when the command takes over. Returns an exit code when there is none, when it is built in, when it
    /// cannot be run, and when a signal came in the meantime; throws when a file cannot be written.
    func run(signals: consuming SignalDescriptor, _ output: WaitOutput) throws(WaitClientError) -> Int32 {
        let renderer = ConfigRenderer(interfaceName: plan.interfaceName, environment: environment)
        for rendering in plan.renderings { try renderer.render(rendering) }
        guard let command = plan.command else { return 0 }
        // Process 1 that has not set a handler does not get a signal: the command would never know of it.
        if let number = signals.next(), let signal = WaitSignal(number: number) { return signal.exitCode }
        let number = replaceProcess(command.words)
        if number == ENOENT {
            switch command.builtIn {
            case .echo(let line):
                output.show("\(line)\n")
                return 0
            case .true: return 0
            case nil: break
            }
        }
        let message = "The command \(command.words[0]) cannot be run: \(PosixError.text(of: number))."
        var output = output
        output.say(.problem(.error, message))
        TerminationLog(environment("K8S_WAIT_TERMINATION_LOG")).write(message)
        return number == ENOENT ? Self.notFound : Self.notExecutable
    }

    /// execvp(3). Returns only when it fails, with errno(3).
    private func replaceProcess(_ words: [String]) -> Int32 {
        var pointers = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        guard let name = pointers[0] else { return ENOMEM }
        signalState.restore()
        execvp(name, &pointers)
        return errno
    }
}
