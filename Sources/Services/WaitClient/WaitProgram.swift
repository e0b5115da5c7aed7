import Dependencies
import Dialects
package import Posix
import TLS

/// The whole program: arguments and environment in, exit code out.
package enum WaitProgram {
    /// Runs until there is an exit code, or until the container's own command has taken the place of the program.
    /// `start` is the moment that time limits count from; `program` is the name that the program was called by.
    ///
    /// Call it once, on the only thread: it blocks SIGTERM and SIGINT and ignores SIGPIPE for the whole process. As
    /// process 1 of a container nothing else would act on those.
    package static func run(
        program: String, arguments: [String], environment: @escaping (String) -> String?, version: String,
        start: MonotonicTime, output: WaitOutput = WaitOutput()
    ) -> Int32 {
        var output = output
        do throws(WaitClientError) {
            let inherited = SignalState.inherited()
            Signals.ignorePipe()
            TLSLibrary.startWithoutConfiguration()
            output.use(askedFormat(arguments), environment: environment)
            switch try WaitCommand(program: program, arguments: arguments, environment: environment) {
            case .help:
                output.show(WaitCommand.helpText)
                return 0
            case .version:
                output.show("k8s-wait \(version)\n")
                return 0
            case .enter(let plan):
                return try Entrypoint(plan, environment, inherited).run(signals: try signals(), output)
            case .wait(let configuration):
                var runner = try WaitRunner(configuration, signals: try signals(), output: output, start: start)
                let exit = runner.run()
                guard exit.isSuccess, let plan = configuration.entrypoint else {
                    return exit.code(in: configuration.dialect)
                }
                return try Entrypoint(plan, environment, inherited).run(signals: try signals(), output)
            }
        } catch {
            output.say(.problem(.error, error.message))
            let exit = WaitExit.usage(error.message)
            TerminationLog(environment("K8S_WAIT_TERMINATION_LOG")).write(exit.termination)
            return exit.code(in: .native)
        }
    }

    /// The form to print in, which the message of an argument that is wrong shall have too.
    private static func askedFormat(_ arguments: [String]) -> OutputFormat {
        (try? ClientFlag.split(arguments))?.values[.output].flatMap(OutputFormat.init) ?? .text
    }

    private static func signals() throws(WaitClientError) -> SignalDescriptor {
        do {
            return try SignalDescriptor.blocking(WaitSignal.numbers)
        } catch {
            throw WaitClientError(.badSetting, "Signals cannot be received: \(error.message).")
        }
    }
}
