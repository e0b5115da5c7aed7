import LoadTestKit

/// What the command line says.
struct Options: Sendable {
    /// The trials to run, in the order of the table.
    var trials = Trial.all
    /// Print one JSON object a line instead of a table.
    var asJSON = false
    /// Little load and short faults.
    var isShort = false
    /// The product's clone.
    var package = "."
    /// A folder in which each process that runs has a file named by its id, so that whoever ends this program can end them.
    var processes: String?

    /// The review that is sent: a pod with annotations and init containers of its own.
    var reviewFile: String { "\(package)/Tests/Fixtures/reviews/010-create-pods-my-api-57b6f7c45f.json" }

    /// Reads `[NAME…] [--json] [--short]`, and the folders, which `scripts/chaos` passes.
    init(_ arguments: some Sequence<String>) throws(LoadError) {
        var names: [String] = []
        var rest = Array(arguments)[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": asJSON = true
            case "--short": isShort = true
            case "--package": package = try Self.value(of: argument, &rest)
            case "--processes": processes = try Self.value(of: argument, &rest)
            default:
                guard Trial.all.contains(where: { $0.name == argument }) else {
                    let known = Trial.all.map(\.name).joined(separator: ", ")
                    throw LoadError("there is no fault \(argument); there are \(known)")
                }
                names.append(argument)
            }
        }
        if !names.isEmpty { trials = Trial.all.filter { names.contains($0.name) } }
    }

    private static func value(of flag: String, _ rest: inout ArraySlice<String>) throws(LoadError) -> String {
        guard let value = rest.popFirst() else { throw LoadError("\(flag) needs a value") }
        return value
    }
}
