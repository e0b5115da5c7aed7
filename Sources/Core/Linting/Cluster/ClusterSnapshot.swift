import Manifests

/// What has been asked of a cluster, and what it said. A value; nothing of it is looked at again once it is there.
package struct ClusterSnapshot: Sendable {
    private var answers: [ClusterQuestion: ClusterAnswer] = [:]
    private var questions: [ClusterQuestion] = []

    /// Nothing has been asked.
    package init() {}

    /// Takes in an answer. Of its objects is kept what is looked at; those that are being deleted count as absent.
    package mutating func take(_ answer: ClusterAnswer, to question: ClusterQuestion) {
        if answers[question] == nil { questions.append(question) }
        if case .objects(let objects) = answer {
            answers[question] = .objects(
                objects.filter { !ClusterObject.isBeingDeleted($0) }.map(ClusterObject.reduced))
        } else {
            answers[question] = answer
        }
    }

    /// Whether this was asked, whatever was said.
    func wasAsked(_ question: ClusterQuestion) -> Bool { answers[question] != nil }

    /// The objects that were said to be there; nil where that is not known.
    func objects(_ question: ClusterQuestion) -> [ManifestNode]? {
        if case .objects(let objects)? = answers[question] { objects } else { nil }
    }

    /// Whether all objects of these kinds in a namespace are known.
    func knows(_ kinds: [ClusterCollection], in namespace: String) -> Bool {
        kinds.allSatisfy { objects(.objects($0, namespace: namespace)) != nil }
    }

    /// Everything that is there, in the order of the questions.
    var allObjects: [ManifestNode] { questions.flatMap { objects($0) ?? [] } }

    /// Whether it cannot be told how many pods workloads of a namespace have, since autoscalers are not known.
    func hasUnknownAutoscalers(in namespace: String) -> Bool { !knows([.autoscaler], in: namespace) }

    /// Why something is not known: a sentence for each reason, once, with the namespaces that it is about.
    package var complaints: [String] {
        var reasons: [String] = []
        var namespaces: [String: [String]] = [:]
        for question in questions {
            guard case .notKnown(let reason)? = answers[question] else { continue }
            if namespaces[reason] == nil { reasons.append(reason) }
            namespaces[reason, default: []].append(question.namespace)
        }
        return reasons.map { reason in
            let all = (namespaces[reason] ?? []).filter { !$0.isEmpty }
            let shown = all.prefix(5).joined(separator: ", ") + (all.count > 5 ? ", ..." : "")
            return reason + (all.isEmpty ? "" : " (namespace \(shown))") + ": what may be there counts as not known."
        }
    }
}
