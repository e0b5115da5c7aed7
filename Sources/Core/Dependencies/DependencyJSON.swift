/// Lists in the JSON form outside annotations: kubernetes-entrypoint's `DEPENDENCY_JOBS_JSON` and its like.
package enum DependencyJSON {
    /// Reads a list of dependencies of one kind, or of any kind that the objects say themselves for kind `resource`.
    ///
    /// `namespace` is where objects are that name none; `variable` is what diagnostics call the text. Throws for the first
    /// thing wrong: nothing is dropped. An empty list is no dependency. Where objects say their own kinds, one that names no
    /// field and no condition asks only that it is there, as in that tool.
    package static func read(
        _ text: String, of kind: DependencyKind, namespace: String, variable: String
    ) throws(Diagnostic) -> [Dependency] {
        let list = JSONList(text)
        if let mistake = list.mistake { throw Diagnostic(mistake, annotation: variable, item: text) }
        let items = ItemReader(kind: kind == .resource ? nil : kind, defaultNamespace: namespace)
        var dependencies: [Dependency] = []
        for element in list.elements {
            do throws(Mistake) {
                dependencies += try list.read(element, by: items).map { reading in
                    var dependency = reading.dependency
                    if kind == .resource, dependency.options == DependencyOptions() {
                        dependency.options.needsOnlyExistence = true
                    }
                    return dependency
                }
            } catch {
                throw Diagnostic(error, annotation: variable, item: list.text(element))
            }
            guard dependencies.count <= WaitQuestion.maximumDependencies else {
                let message = "A pod may have at most \(WaitQuestion.maximumDependencies) dependencies."
                let mistake = Mistake(.tooManyDependencies, at: list.column(element), message)
                throw Diagnostic(mistake, annotation: variable, item: list.text(element))
            }
        }
        return dependencies
    }
}
