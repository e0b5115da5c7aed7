import CLibFuzzer
import Glibc

/// Runs one target under libFuzzer: `fuzz TARGET [LIBFUZZER OPTION, CORPUS FOLDER or INPUT FILE…]`.
@main enum Fuzz {
    private static let targets: [any FuzzTarget.Type] = [
        JSONTarget.self, HTTP1Target.self, GrammarTarget.self, AdmissionTarget.self, WatchTarget.self,
        RecordTarget.self, WaitTarget.self, ManifestTarget.self, PolicyTarget.self,
    ]

    /// libFuzzer starts itself again in some modes, and knows nothing of targets: the name goes by the environment.
    private static let variable = "K8S_WAIT_FUZZ_TARGET"

    private static let chosen: (any FuzzTarget.Type)? = {
        let name = getenv(variable).map { String(cString: $0) }
        return targets.first { $0.name == name }
    }()

    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        if getenv(variable) == nil, CommandLine.arguments.count > 1 {
            setenv(variable, CommandLine.arguments[1], 1)
            for index in 1..<Int(count) { arguments?[index] = arguments?[index + 1] }
            count -= 1
        }
        guard chosen != nil else {
            print("fuzz: the first argument must be one of \(targets.map { $0.name }.joined(separator: ", "))")
            exit(2)
        }
        exit(
            LLVMFuzzerRunDriver(&count, &arguments) { data, size in
                Fuzz.chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
                return 0
            })
    }
}
