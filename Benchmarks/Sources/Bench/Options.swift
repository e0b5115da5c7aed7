/// What the command line of the benchmarks says.
struct Options: Sendable {
    /// The benchmarks to run, in the order of the table.
    var benchmarks = Benchmark.allCases
    /// Print one JSON object a line instead of a table.
    var asJSON = false
    /// Exit 1 when a goal is missed.
    var check = false
    /// The product's clone.
    var package = "."
    /// The folder of the product's release binaries.
    var binaries = ""
    /// The folder of this package's release binaries.
    var tools = ""
    /// An empty folder for certificates, configurations and logs.
    var scratch = ""

    /// Reads `[NAME…] [--json] [--check]` and the folders, which `scripts/bench` passes.
    init(_ arguments: some Sequence<String>) throws(BenchmarkError) {
        var names: [Benchmark] = []
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": asJSON = true
            case "--check": check = true
            case "--package": package = try Options.value(of: argument, &rest)
            case "--binaries": binaries = try Options.value(of: argument, &rest)
            case "--tools": tools = try Options.value(of: argument, &rest)
            case "--scratch": scratch = try Options.value(of: argument, &rest)
            default:
                guard let benchmark = Benchmark(rawValue: argument) else {
                    let known = Benchmark.allCases.map(\.rawValue).joined(separator: ", ")
                    throw BenchmarkError("there is no benchmark \(argument); there are \(known)")
                }
                names.append(benchmark)
            }
        }
        if !names.isEmpty { benchmarks = Benchmark.allCases.filter(names.contains) }
    }

    private static func value(of flag: String, _ rest: inout ArraySlice<String>) throws(BenchmarkError) -> String {
        guard let value = rest.popFirst() else { throw BenchmarkError("\(flag) needs a value") }
        return value
    }
}
