import Dependencies
import Encodings

/// Whether the status server answers the question that this program was asked.
///
/// The server reads the question from the pod's manifest, the program from its arguments and environment. They differ
/// where a value comes from a ConfigMap or Secret by `envFrom`: the server sees nothing of it, and everything that it
/// does see may well be ready.
struct QuestionMatch: Hashable, Sendable {
    /// The canonical texts of what the server judges.
    private let asked: [String]
    /// Those that the present answer has spoken of.
    private var heard: Set<String> = []
    /// The first dependency of the present answer that was not asked for.
    private var foreign: String?

    /// Nothing has been answered yet.
    init(_ question: WaitQuestion) {
        asked = question.dependencies.filter { $0.kind.judge != .client }.map(\.description)
    }

    /// A new answer begins.
    mutating func begin() {
        heard = []
        foreign = nil
    }

    /// The present answer has a verdict of this dependency.
    mutating func take(_ dependency: String) {
        guard !heard.contains(dependency) else { return }
        // A server of another release may order the options differently.
        let text = asked.contains(dependency) ? dependency : (try? Dependency(canonical: dependency))?.description
        if let text, asked.contains(text) {
            heard.insert(text)
        } else {
            foreign = foreign ?? Excerpt.of(dependency, limit: 120)
        }
    }

    /// Why the present answer must not release; nil when it has spoken of everything that was asked, and of nothing else.
    var doubt: String? {
        let missing = asked.first { !heard.contains($0) }
        guard missing != nil || foreign != nil else { return nil }
        var parts: [String] = []
        if let missing { parts.append("it says nothing of \(Excerpt.of(missing, limit: 120))") }
        if let foreign { parts.append("it judges \(foreign), which this container does not ask for") }
        return "it answers another question: \(parts.joined(separator: ", and ")). It reads the pod's "
            + "manifest: write what the container waits for in its args and env, not in a ConfigMap or Secret of envFrom"
    }
}
