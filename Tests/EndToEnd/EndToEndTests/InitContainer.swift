import KubernetesTestKit
import ServerTestKit

/// One init container of a stored pod, run as the kubelet would: args and env exactly as the pod says, its image mapped
/// to a program that was built here.
enum InitContainer {
    /// Starts the container. The environment holds nothing of this process's own.
    static func start(
        _ name: String = "k8s-wait", of pod: JSONValue, terminationLog: String, changes: [String: String] = [:]
    ) throws -> ChildProcess {
        let containers = pod.at("spec", "initContainers")?.array ?? []
        guard let container = containers.first(where: { $0["name"]?.string == name }) else {
            throw ChildProcess.StartFailure(description: "the pod has no init container \(name): \(pod.text)")
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
        let arguments = (container["args"]?.array ?? []).map { expanded($0.string ?? "", environment) }
        environment["K8S_WAIT_TERMINATION_LOG"] = terminationLog
        environment.merge(changes) { $1 }
        return try ChildProcess.start(BuiltProduct.path("k8s-wait"), arguments, environment: environment)
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
