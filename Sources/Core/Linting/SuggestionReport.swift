import Dependencies
import JSONText
import Manifests

/// Suggestions as people and programs read them.
package struct SuggestionReport: Sendable {
    /// The suggestions, in order.
    package let suggestions: [Suggestion]

    /// A report of these suggestions.
    package init(_ suggestions: [Suggestion]) { self.suggestions = suggestions }

    /// The annotation to add to each workload, and why.
    package var text: String {
        var lines: [String] = []
        for suggestion in suggestions {
            if !lines.isEmpty { lines.append("") }
            lines.append("\(suggestion.file):\(suggestion.position.line): \(suggestion.object)")
            if !suggestion.proposed.isEmpty {
                lines.append("  wait.k8s/for-service: \(suggestion.proposed.map(\.text).joined(separator: ", "))")
            }
            for item in suggestion.items {
                let place = "\(item.file):\(item.position.line)"
                let circle = item.circle.map { "; not proposed, since it would close a circle: \($0)" } ?? ""
                lines.append("    \(item.text): \(item.reason), \(place)\(circle)")
            }
        }
        if suggestions.isEmpty { lines.append("nothing to propose") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// An array of objects.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for suggestion in suggestions {
            writer.beginObject()
            writer.member("object", suggestion.object)
            writer.member("file", suggestion.file)
            writer.member("line", suggestion.position.line)
            writer.key("items")
            writer.beginArray()
            for item in suggestion.items { write(item, to: &writer) }
            writer.endArray()
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes + [UInt8(ascii: "\n")]
    }

    private func write(_ item: Suggestion.Item, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("dependency", item.dependency.description)
        writer.member("item", item.text)
        writer.member("reason", item.reason)
        writer.member("file", item.file)
        writer.member("line", item.position.line)
        writer.key("circle")
        if let circle = item.circle { writer.string(circle) } else { writer.null() }
        writer.endObject()
    }
}
