import Dependencies
import Encodings

/// Makes dependencies of the parts that a dialect's item names, checked as annotations are.
struct DependencyMaker {
    /// Where the item stands.
    let place: Place
    /// The item, for messages.
    let item: String

    /// The object of this name.
    func named(
        _ kind: DependencyKind, namespace: String, _ name: String, _ options: DependencyOptions = DependencyOptions()
    ) throws(Diagnostic) -> Dependency {
        try checked(Dependency(kind: kind, namespace: namespace, target: .name(name), options: options))
    }

    /// The objects that a selector chooses, written as `kubectl -l` takes it.
    func selected(
        _ kind: DependencyKind, namespace: String, by selector: String, _ options: DependencyOptions
    ) throws(Diagnostic) -> Dependency {
        let parsed: LabelSelector
        do throws(Diagnostic) { parsed = try LabelSelector(text: selector) } catch {
            throw place.moved(error, item: item)
        }
        return try checked(Dependency(kind: kind, namespace: namespace, target: .selector(parsed), options: options))
    }

    /// What the client itself finds out, or a container of the pod: without a namespace.
    func local(_ kind: DependencyKind, _ target: DependencyTarget) throws(Diagnostic) -> Dependency {
        try checked(Dependency(kind: kind, namespace: "", target: target))
    }

    /// The dependency, if canonical text can name it: nothing else reaches the server or a person's eyes.
    private func checked(_ dependency: Dependency) throws(Diagnostic) -> Dependency {
        let parsed: Dependency
        do throws(Diagnostic) {
            parsed = try Dependency(canonical: dependency.description)
        } catch {
            throw place.moved(error, item: item)
        }
        guard parsed == dependency else {
            let shown = Excerpt.quoted(dependency.target.description)
            throw place.refusal(
                .invalidName, item, "\(shown) is not a name that a \(dependency.kind.displayName) can have.")
        }
        return dependency
    }
}
