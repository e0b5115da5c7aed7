import Dependencies
import Readiness

/// The Jobs that a client says it has seen complete, each for the dependency that it was seen complete for.
///
/// A client repeats what verdict lines told it, `NAMESPACE/NAME/UID`. A UID alone belongs to the question's only Job, if
/// there is but one; else it would be a guess, and is not used. Nothing here is checked, and nothing but the
/// stream that says so goes by it: a client that lies starts its own pod early, which whoever made the pod could have had
/// by not asking at all.
struct CompletionMemory: Sendable {
    private var byName: [ObjectName: Set<CompletedJob>] = [:]

    /// Reads what the client says.
    init(_ completedJobs: [String], _ question: WaitQuestion) {
        let names = question.dependencies.filter { $0.kind == .job }.map(\.markedTarget)
        for text in completedJobs {
            guard let job = CompletedJob(text) ?? Self.only(names, uid: text) else { continue }
            let name = ObjectName(namespace: job.namespace, name: job.name)
            // Two dependencies on one Job differ in what they ask of it: which of them was met is not known.
            guard names.count(where: { $0 == name }) == 1 else { continue }
            byName[name, default: []].insert(job)
        }
    }

    /// What is remembered for one dependency.
    subscript(dependency: Dependency) -> Set<CompletedJob> {
        dependency.kind == .job ? byName[dependency.markedTarget] ?? [] : []
    }

    private static func only(_ names: [ObjectName], uid: String) -> CompletedJob? {
        guard let name = names.first, names.count == 1, !uid.isEmpty, !uid.contains("/") else { return nil }
        return CompletedJob(namespace: name.namespace, name: name.name, uid: uid)
    }
}

extension Dependency {
    /// What the mark of a completed Job says instead of the dependency: a name, or a selector in its parentheses.
    fileprivate var markedTarget: ObjectName { ObjectName(namespace: namespace, name: target.description) }

    /// The object that the dependency names; nil for one that finds its objects by their labels.
    var objectName: ObjectName? {
        guard case .name(let name) = target else { return nil }
        return ObjectName(namespace: namespace, name: name)
    }
}
