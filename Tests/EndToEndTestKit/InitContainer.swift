internal import Glibc
package import KubernetesTestKit
package import ServerTestKit

/// One container of a stored pod, run as the kubelet would: command, args and env exactly as the pod says, its image mapped
/// to a program that was built here.
package enum InitContainer {
    /// Starts the container. The environment holds nothing of this process's own.
    ///
    /// - Parameter programs: where the program is put under the names that the other tools' images have for theirs.
    package static func start(
        _ name: String = "k8s-wait", of pod: JSONValue, programs: TemporaryDirectory, terminationLog: String,
        changes: [String: String] = [:]
    ) throws -> ChildProcess {
        let containers = ["initContainers", "containers"].flatMap { pod.at("spec", $0)?.array ?? [] }
        guard let container = containers.first(where: { $0["name"]?.string == name }) else {
            throw ChildProcess.StartFailure(description: "the pod has no container \(name): \(pod.text)")
        }
        var environment: [String: String] = [:]
        for entry in container["env"]?.array ?? [] {
            let key = entry["name"]?.string ?? ""
            if let path = entry.at("valueFrom", "fieldRef", "fieldPath")?.string {
                environment[key] = pod.at(path.split(separator: ".").map(String.init))?.string ?? ""
            } else {
                environment[key] = expanded(entry["value"]?.string ?? "", environment)
            }
        }
        let words = ["command", "args"].map { key in
            (container[key]?.array ?? []).map { expanded($0.string ?? "", environment) }
        }
        environment["K8S_WAIT_TERMINATION_LOG"] = terminationLog
        environment.merge(changes) { $1 }
        guard let command = words[0].first, let program = command.split(separator: "/").last else {
            return try ChildProcess.start(BuiltProduct.path("k8s-wait"), words[1], environment: environment)
        }
        let path = programs.file(String(program))
        if access(path, F_OK) != 0 { symlink(BuiltProduct.path("k8s-wait"), path) }
        return try ChildProcess.start(path, words[0].dropFirst() + words[1], environment: environment)
    }

    /// `$(VAR)` of a known variable, `$$` as `$`, everything else as it stands
    /// (kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables).
    static func expanded(_ text: String, _ environment: [String: String]) -> String {
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "(", let end = rest.firstIndex(of: ")"),
                let value = environment[String(rest[rest.index(after: rest.startIndex)..<end])]
            {
                result += value
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
            }
        }
        return result + rest
    }
}
