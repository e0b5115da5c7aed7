/// What one pod waits for: exactly what the arguments of its waiting container say.
package struct WaitQuestion: Hashable, Sendable {
    /// All dependencies, in the order in which they are reported.
    package var dependencies: [Dependency]
    /// How long to wait for all of them.
    package var timeout: TimeLimit
    /// What to do when the time is over.
    package var onTimeout: TimeoutPolicy
    /// What to do when a dependency that does not say so itself has failed for good.
    package var onFailure: FailurePolicy

    /// The most dependencies that one pod may have.
    package static let maximumDependencies = 64

    /// A question that says everything itself.
    package init(
        dependencies: [Dependency], timeout: TimeLimit, onTimeout: TimeoutPolicy, onFailure: FailurePolicy
    ) {
        self.dependencies = dependencies
        self.timeout = timeout
        self.onTimeout = onTimeout
        self.onFailure = onFailure
    }

    /// The question with the defaults that follow from a restartPolicy.
    ///
    /// With `Always` an exit makes the kubelet back off for up to five minutes and start the pod late, so such a pod waits
    /// without limit; `OnFailure` and `Never` pods are run by something that acts on their failure.
    package init(dependencies: [Dependency], restartPolicy: String?) {
        let endsByItself = restartPolicy == "OnFailure" || restartPolicy == "Never"
        self.init(
            dependencies: dependencies, timeout: endsByItself ? .seconds(15 * 60) : .none, onTimeout: .fail,
            onFailure: endsByItself ? .fail : .wait)
    }
}
