package import Dependencies
import KubernetesClient
import Logging
import Readiness
package import StatusAPI

extension ClusterState {
    /// Somebody who waits to be told how one dependency stands.
    struct Looker {
        /// What is asked for.
        let dependency: Dependency
        /// Goes on once it is known, or the time is over.
        let continuation: CheckedContinuation<Void, Never>
    }

    /// How a dependency stands, for whoever asks without a pod. What nobody watches is watched from now on for a while.
    ///
    /// - Parameter patience: how long to wait for what has to be read first. What is not known by then is `unknown`.
    package func verdict(of dependency: Dependency, within patience: Duration = .seconds(2)) async -> DependencyStatus {
        let (isHeld, actions) = registry.hold(dependency, now: clock.now())
        perform(actions)
        guard isHeld else {
            return Self.unknown(dependency, "too many different questions are asked here; ask again later")
        }
        if let status = registry.held(dependency) { return status }
        nextLooker += 1
        let number = nextLooker
        await withCheckedContinuation { continuation in
            guard !isStopped else {
                continuation.resume()
                return
            }
            lookers[number] = Looker(dependency: dependency, continuation: continuation)
            after(patience) { $0.endLook(number) }
        }
        return registry.held(dependency)
            ?? Self.unknown(dependency, "this server is still reading what it is judged by")
    }

    /// Has somebody told whenever `verdict` may have another answer than before: something has happened, or a time has come.
    /// Nothing is told twice at once; what is called must be quick, and may be called from any thread.
    package func tellOfChanges(_ action: @escaping @Sendable () -> Void) {
        onChange = action
    }

    /// Lets those go on whose question can be answered now.
    func answerLookers() {
        for (number, looker) in lookers where registry.held(looker.dependency) != nil { endLook(number) }
    }

    /// Lets one go on.
    func endLook(_ number: Int) {
        lookers.removeValue(forKey: number)?.continuation.resume()
    }

    private static func unknown(_ dependency: Dependency, _ why: String) -> DependencyStatus {
        DependencyStatus(
            dependency: dependency.description, state: .unknown, reason: Verdict.Reason.cacheNotSynced.rawValue,
            message: "\(dependency.displayName): \(why)")
    }

    // MARK: Discovery

    /// Asks what the kinds stand for that are waited for. Nothing here waits for the answers.
    func adjustLookups() {
        let (types, isChangeExpected) = registry.takeLookups(now: clock.now())
        guard let discovery, !types.isEmpty else { return }
        Task { [weak self] in
            if isChangeExpected { await discovery.expectChange() }
            for type in types {
                let resolution = await discovery.resolve(type)
                await self?.resolved(type, resolution)
            }
        }
    }

    // MARK: Pods

    /// Reads the pods that have to be. Nothing here waits for the answers.
    func adjustReads() {
        guard let podReader else { return }
        for pod in registry.takeReads(now: clock.now()) {
            logger.debug("pod without the label is read", metadata: ["pod": "\(pod)"])
            Task { [weak self] in
                let reading = await podReader.read(pod)
                await self?.read(pod, reading)
            }
        }
    }

    private func read(_ pod: ObjectName, _ reading: PodReading) {
        guard !isStopped else { return }
        metrics.count(reading)
        perform(registry.read(pod, reading, now: clock.now()))
    }

    private func resolved(_ type: String, _ resolution: Resolution) {
        guard !isStopped else { return }
        perform(registry.resolved(type, resolution, now: clock.now()))
        onChange?()
    }
}
