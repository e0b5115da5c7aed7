/// How a container of our image is started: what its process sees, or what the pod's stored spec says that it will see.
package struct ContainerInvocation {
    /// A variable of the container's environment, as far as the reader knows it.
    package enum Variable: Hashable, Sendable {
        /// There is none of that name.
        case absent
        /// Its value, which may be empty.
        case value(String)
        /// It is there, but comes from a place that this reader cannot look into: a ConfigMap, a Secret.
        case unreadable(source: String)
    }

    /// The program's name and, where the manifest puts some there, its first arguments; empty for the image's own
    /// entry point.
    package let command: [String]
    /// The arguments.
    package let arguments: [String]
    private let look: (String) -> Variable

    /// An invocation whose environment is known as a whole, as a process knows its own.
    package init(command: [String], arguments: [String], environment: @escaping (String) -> String?) {
        self.init(command: command, arguments: arguments) { environment($0).map(Variable.value) ?? .absent }
    }

    /// An invocation whose environment is known in part.
    package init(command: [String], arguments: [String], variables: @escaping (String) -> Variable) {
        self.command = command
        self.arguments = arguments
        look = variables
    }

    /// What is known of a variable.
    package func variable(_ name: String) -> Variable { look(name) }
}
