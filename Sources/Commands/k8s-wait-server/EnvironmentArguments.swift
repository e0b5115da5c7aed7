internal import ArgumentParser
internal import CommandOptions

/// Lets every option be given as an environment variable too: `--status-url` as `K8S_WAIT_STATUS_URL`.
///
/// The command line wins. Other variables with the prefix are ignored: Kubernetes makes some itself for a Service of our
/// name (`K8S_WAIT_SERVICE_HOST`, `K8S_WAIT_PORT`).
struct EnvironmentArguments {
    /// What every variable begins with.
    static let prefix = "K8S_WAIT_"

    private let options: [DeclaredOption]

    /// For the options that a type declares.
    init(_ options: any ParsableArguments) {
        self.options = DeclaredOption.all(of: options)
    }

    /// The arguments with what the environment adds to them.
    ///
    /// - Throws: `ValidationError` when a switch's variable is neither true nor false.
    func merged(_ arguments: [String], environment: [String: String]) throws -> [String] {
        var added: [String] = []
        for option in options {
            let name = option.name
            let variable = Self.variable(of: name)
            guard let value = environment[variable], !value.isEmpty else { continue }
            guard !arguments.contains(where: { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") }) else { continue }
            if option.isFlag {
                guard let isOn = Bool(value.lowercased()) else {
                    throw ValidationError("\(variable)=\"\(value)\" is neither true nor false.")
                }
                if isOn { added.append("--\(name)") }
            } else {
                added.append("--\(name)=\(value)")
            }
        }
        return added + arguments
    }

    /// The variable of an option.
    static func variable(of option: String) -> String {
        prefix + option.uppercased().replacing("-", with: "_")
    }
}
