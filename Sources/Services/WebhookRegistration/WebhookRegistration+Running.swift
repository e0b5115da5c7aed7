internal import KubernetesClient
internal import Locking
internal import Logging

extension WebhookRegistration {
    /// Watches the configuration, and mends it where it is ours to keep, until the task is cancelled.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await self.watch() }
            if settings.mends { group.addTask { await self.mend() } }
        }
    }

    // MARK: Watching

    private func watch() async {
        let reflector = Reflector(
            client: client, resource: .mutatingWebhookConfigurations, fieldSelector: "metadata.name=\(settings.name)",
            clock: clock, logger: logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    /// Takes what the watch tells.
    func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        for event in events {
            switch event {
            case .listing:
                state.withLock { $0.isListed = false }
            case .applied(let json):
                // What is no configuration at all says nothing: the watch tells it again.
                guard let document = try? ConfigurationDocument(json.span), document.name == settings.name else {
                    continue
                }
                state.withLock { $0.isListed = true }
                tell(.document(document))
            case .deleted:
                tell(.absent)
            case .listed:
                if state.withLock({ !$0.isListed }) { tell(.absent) }
            case .current:
                let wasInterrupted = state.withLock { state in
                    defer { state.isInterrupted = false }
                    if state.isInterrupted { state.plan.noteRecovery(now: clock.now()) }
                    return state.isInterrupted
                }
                if wasInterrupted { wake.ring() }
            case .interrupted:
                state.withLock { $0.isInterrupted = true }
            case .forbidden(let reason):
                state.withLock { $0.isInterrupted = true }
                tell(.forbidden(reason))
            }
        }
    }

    private func tell(_ sight: Sight) {
        state.withLock { $0.news &+= 1 }
        note(sight)
    }

    // MARK: Mending

    private func mend() async {
        var alarm: Task<Void, Never>?
        var complaint: KubernetesError.Code?
        for await _ in wake.rings {
            alarm?.cancel()
            alarm = nil
            switch state.withLock({ $0.plan.next(now: clock.now()) }) {
            case .rest: break
            case .wait(let duration):
                alarm = Task { [clock, wake] in
                    try? await clock.sleep(duration)
                    if !Task.isCancelled { wake.ring() }
                }
            case .patch(let patch):
                await send(patch, &complaint)
                wake.ring()
            }
            if Task.isCancelled { break }
        }
        alarm?.cancel()
    }

    private func send(_ patch: [UInt8], _ complaint: inout KubernetesError.Code?) async {
        let resource = ResourceType.mutatingWebhookConfigurations
        let request = APIRequest(
            .patch, resource.path(name: settings.name), body: patch, contentType: "application/json-patch+json")
        let news = state.withLock { $0.news }
        do throws(KubernetesError) {
            let body = try await client.send(request, to: "patch \(subject)").body
            metrics.count(.mended)
            complaint = nil
            logger.notice("caBundle put right", metadata: ["configuration": "\(settings.name)"])
            if let document = try? ConfigurationDocument(body.span), document.name == settings.name {
                note(.document(document), unlessToldSince: news)
            }
            state.withLock { $0.plan.noteSuccess(now: clock.now()) }
        } catch {
            let outcome = outcome(of: error)
            metrics.count(outcome)
            // What is there now comes with the watch; until then the same patch would fail the same way.
            let asked = error.requestedPause(atMost: .seconds(300))
            state.withLock { $0.plan.noteFailure(pause: asked, now: clock.now()) }
            let isNews = complaint != error.code
            complaint = error.code
            logger.log(
                level: isNews && outcome != .conflict ? .warning : .debug, "caBundle cannot be put right yet",
                metadata: ["reason": "\(error)"])
        }
    }

    private func outcome(of error: KubernetesError) -> RegistrationMetrics.WriteOutcome {
        switch error.code {
        // 422 is a `test` that failed, 404 a configuration that is gone.
        case .conflict, .invalid, .notFound: .conflict
        case .forbidden, .unauthorized: .forbidden
        default: .failed
        }
    }
}
