import JSONText
import Manifests
import WaitGraph

/// Suggestions as WaitPolicies, one for each workload: for manifests that nobody can annotate.
///
/// They are in mode Audit, so that applying them as they are makes no pod wait.
package struct SuggestedPolicies: Sendable {
    /// The suggestions, in order.
    private let suggestions: [Suggestion]

    /// The policies of these suggestions.
    package init(_ suggestions: [Suggestion]) { self.suggestions = suggestions.filter { !$0.proposed.isEmpty } }

    /// One YAML document for each, with the reasons as comments; a comment alone where there is nothing to propose.
    package var yaml: String {
        var names: [String: Int] = [:]
        for suggestion in suggestions { names[Self.place(of: suggestion), default: 0] += 1 }
        let documents = suggestions.map { suggestion in
            // Workloads of different kinds may share a name, as a Deployment and its Job often do.
            document(for: suggestion, isNameShared: names[Self.place(of: suggestion)] != 1)
        }
        return documents.isEmpty ? "# nothing to propose\n" : documents.joined(separator: "---\n")
    }

    private static func place(of suggestion: Suggestion) -> String { suggestion.workload.description }

    private func document(for suggestion: Suggestion, isNameShared: Bool) -> String {
        let workload = suggestion.workload
        let place = "\(suggestion.file):\(suggestion.position.line)"
        let title = "# \(Self.oneLine("\(suggestion.object), \(place)"))\n"
        guard workload.kind != .pod else {
            return title + "# Nothing owns it, so no policy can name it: select it by its labels, or make it a Job.\n"
        }
        let kind = workload.kind.rawValue
        let name = isNameShared ? "\(workload.name)-\(kind.lowercased())" : workload.name
        let reasons = suggestion.items.map { item in
            let circle = item.circle.map { "; left out, since it would close a circle: \($0)" } ?? ""
            return "    # \(Self.oneLine("\(item.text): \(item.reason)\(circle)"))\n"
        }
        return title + """
            apiVersion: wait.k8s/v1alpha1
            kind: WaitPolicy
            metadata:
              name: \(Self.scalar(name))
              namespace: \(Self.scalar(workload.namespace))
            spec:
              mode: Audit
              selector:
                ownerKind: \(kind)
                ownerName: \(Self.scalar(workload.name))
              dependencies:
            \(reasons.joined())    for-service: \(Self.scalar(suggestion.proposed.map(\.text).joined(separator: ", ")))

            """
    }

    /// A JSON string, which means the same in YAML whatever is in it (YAML 1.2, 1.2).
    private static func scalar(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What stands in a comment must not end it.
    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
