package import Posix
import TLS

/// The whole program but for its name: arguments and environment in, exit code out.
package enum WaitProgram {
    /// Runs until there is an exit code. `start` is the moment that time limits count from.
    ///
    /// Call it once, on the only thread: it blocks SIGTERM and SIGINT and ignores SIGPIPE for the whole process. As
    /// process 1 of a container nothing else would act on those.
    package static func run(
        arguments: [String], environment: (String) -> String?, version: String, start: MonotonicTime,
        output: WaitOutput = WaitOutput()
    ) -> Int32 {
        Signals.ignorePipe()
        TLSLibrary.startWithoutConfiguration()
        do throws(WaitClientError) {
            switch try WaitCommand(arguments: arguments, environment: environment) {
            case .help:
                output.show(WaitCommand.helpText)
                return 0
            case .version:
                output.show("k8s-wait \(version)\n")
                return 0
            case .wait(let configuration):
                var runner = try WaitRunner(configuration, signals: try signals(), output: output, start: start)
                return runner.run()
            }
        } catch {
            output.report(error.message)
            let exit = WaitExit.usage(error.message)
            TerminationLog(environment("K8S_WAIT_TERMINATION_LOG")).write(exit.termination)
            return exit.code
        }
    }

    private static func signals() throws(WaitClientError) -> SignalDescriptor {
        do {
            return try SignalDescriptor.blocking(WaitSignal.numbers)
        } catch {
            throw WaitClientError(.badSetting, "Signals cannot be received: \(error.message).")
        }
    }
}
