import Dependencies
import Dialects
import Testing

/// One container, as a test writes it.
struct Container: Sendable {
    var command: [String] = []
    var arguments: [String] = []
    var environment: [String: String] = [:]

    /// Its question, for a pod of namespace `shop`.
    func read(restartPolicy: String? = nil) throws(Diagnostic) -> DialectQuestion {
        let environment = environment
        return try Dialects.read(
            ContainerInvocation(command: command, arguments: arguments, environment: { environment[$0] }),
            podNamespace: "shop", restartPolicy: restartPolicy)
    }

    /// What it waits for, as text.
    func dependencies() throws(Diagnostic) -> [String] { try read().question.dependencies.map(\.description) }
}

/// One row of a table: a container and what it waits for.
struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let container: Container
    let dialect: Dialect
    let dependencies: [String]
    let timeout: TimeLimit

    init(
        _ name: String, _ dialect: Dialect, command: [String] = [], _ arguments: [String] = [],
        with environment: [String: String] = [:], waitsFor dependencies: [String], timeout: TimeLimit = .none
    ) {
        testDescription = name
        container = Container(command: command, arguments: arguments, environment: environment)
        self.dialect = dialect
        self.dependencies = dependencies
        self.timeout = timeout
    }
}

/// One row of a table: a container that is refused, and how.
struct RefusedRow: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let container: Container
    let code: Diagnostic.Code
    let place: String
    let words: String

    init(
        _ name: String, command: [String] = [], _ arguments: [String] = [], with environment: [String: String] = [:],
        _ code: Diagnostic.Code, in place: String = "arguments", saying words: String = ""
    ) {
        testDescription = name
        container = Container(command: command, arguments: arguments, environment: environment)
        self.code = code
        self.place = place
        self.words = words
    }
}
