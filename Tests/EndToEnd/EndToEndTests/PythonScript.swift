import Glibc
import ServerTestKit

/// A Python script of the repository, run from its root.
enum PythonScript {
    /// Whether python3 is there and has the module that the scripts need.
    static var hasJSONPatch: Bool { system("python3 -c 'import jsonpatch' 2>/dev/null") == 0 }

    /// Starts a script with the tests' own PATH.
    static func start(_ path: String, _ arguments: [String]) throws -> ChildProcess {
        let environment = ["PATH", "HOME"].reduce(into: [String: String]()) { result, name in
            result[name] = getenv(name).map { String(cString: $0) }
        }
        return try ChildProcess.start(
            "/usr/bin/env",
            ["python3", RepositoryRoot.path(path)]
                + arguments.map { $0.hasPrefix("Tests/") ? RepositoryRoot.path($0) : $0 },
            environment: environment)
    }
}

/// Where the sources of these tests are.
enum RepositoryRoot {
    /// The path of a file of the repository.
    static func path(_ relative: String, file: String = #filePath) -> String {
        file.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/") + "/" + relative
    }
}
