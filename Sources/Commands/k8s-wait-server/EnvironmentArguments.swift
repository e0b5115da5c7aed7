internal import ArgumentParser

/// Lets every option be given as an environment variable too: `--status-url` as `K8S_WAIT_STATUS_URL`.
///
/// The command line wins. Other variables with the prefix are ignored: Kubernetes makes some itself for a Service of our
/// name (`K8S_WAIT_SERVICE_HOST`, `K8S_WAIT_PORT`).
struct EnvironmentArguments {
    /// What every variable begins with.
    static let prefix = "K8S_WAIT_"

    private let options: [(name: String, isFlag: Bool)]

    /// Reads the names of the options off the type that declares them, so that there is one list of them.
    init(_ options: any ParsableArguments) {
        self.options = Mirror(reflecting: options).children.flatMap { child -> [(name: String, isFlag: Bool)] in
            if let group = child.value as? any OptionGrouping { return EnvironmentArguments(group.members).options }
            guard let label = child.label, label.hasPrefix("_") else { return [] }
            return [(Self.kebabCase(label.dropFirst()), String(describing: type(of: child.value)).hasPrefix("Flag<"))]
        }
    }

    /// The arguments with what the environment adds to them.
    ///
    /// - Throws: `ValidationError` when a switch's variable is neither true nor false.
    func merged(_ arguments: [String], environment: [String: String]) throws -> [String] {
        var added: [String] = []
        for (name, isFlag) in options {
            let variable = Self.variable(of: name)
            guard let value = environment[variable], !value.isEmpty else { continue }
            guard !arguments.contains(where: { $0 == "--\(name)" || $0.hasPrefix("--\(name)=") }) else { continue }
            if isFlag {
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

    private static func kebabCase(_ name: some StringProtocol) -> String {
        name.reduce(into: "") { result, character in
            if character.isUppercase { result.append("-") }
            result += character.lowercased()
        }
    }
}

/// Options that are declared in a type of their own, and are no less options for that.
private protocol OptionGrouping {
    /// A value of the type that declares them.
    var members: any ParsableArguments { get }
}

extension OptionGroup: OptionGrouping {
    /// None of them set: only their names are of interest.
    fileprivate var members: any ParsableArguments { Value() }
}
