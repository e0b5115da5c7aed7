internal import Encodings
import KubernetesClient
import Locking
import Logging
import Metrics
import TLS

extension CertificateAuthority {
    /// Reads the authorities, makes them where there are none, and serves by them, until the task is cancelled.
    package func run() async {
        await withTaskGroup { group in
            group.addTask { await self.watch() }
            group.addTask { await self.write() }
            group.addTask { await self.tick() }
        }
    }

    /// The beginning of a public key's digest, enough to tell authorities apart in the log.
    func pin(_ digest: [UInt8]) -> String { Hexadecimal.text(of: Array(digest.prefix(6))) }

    // MARK: Time

    /// Looks at the wall clock again and again rather than waiting for a moment: it may jump.
    private func tick() async {
        let interval = min(max(Duration.seconds(settings.times.leafLifetime) / 8, .milliseconds(100)), .seconds(15))
        while !Task.isCancelled {
            try? await clock.sleep(interval)
            refresh()
            wake.ring()
        }
    }

    // MARK: Watching

    private func watch() async {
        let reflector = Reflector(
            client: client, resource: .secrets, namespace: settings.namespace,
            fieldSelector: "metadata.name=\(settings.secret)", clock: clock, logger: logger
        ) { [weak self] events in self?.receive(events) }
        await reflector.run()
    }

    /// Takes what the watch of our Secret tells.
    func receive(_ events: [ReflectorEvent<[UInt8]>]) {
        for event in events {
            switch event {
            case .listing: state.withLock { $0.isListed = false }
            case .applied(let json):
                // What is no Secret at all says nothing: the watch tells it again.
                guard let document = try? SecretDocument(json.span), document.name == settings.secret else { continue }
                state.withLock { $0.isListed = true }
                observe(document)
            case .deleted: observeAbsence()
            case .listed: if !state.withLock({ $0.isListed }) { observeAbsence() }
            case .current: break
            case .interrupted(let reason), .forbidden(let reason): state.withLock { $0.trouble = reason }
            }
        }
        wake.ring()
    }

    /// Takes the Secret as it is now; `isAnswer` as the keeper's.
    func observe(_ document: SecretDocument, isAnswer: Bool = false) {
        let (before, held, base) = state.withLock { state in
            let before = (state.keeper.held, state.keeper.base)
            state.keeper.observe(document, isAnswer: isAnswer)
            state.trouble = nil
            // The gauge under the lock, so that nobody sets what was so before over what is so since.
            if case .unreadable(let reason) = state.keeper.base {
                state.trouble = "Secret \(place) is not understood: \(reason)"
                metrics.isReadable.set(0)
            } else {
                metrics.isReadable.set(1)
            }
            return (before, state.keeper.held, state.keeper.base)
        }
        switch base {
        case .unreadable(let reason):
            guard before.1 != base else { return }
            logger.error(
                "the Secret of the certificate authorities is not understood: it is not overwritten; mend or delete it",
                metadata: [
                    "secret": "\(place)", "reason": "\(reason)",
                    "serving": held == nil ? "nothing" : "with the authorities read before",
                ])
        default:
            if let held, held != before.0 {
                logger.notice(
                    "certificate authorities read",
                    metadata: [
                        "secret": "\(place)", "current": "\(pin(held.current.details.publicKeyPin))",
                        "successor": "\(pin(held.successor.details.publicKeyPin))",
                    ])
            }
        }
        refresh()
    }

    /// Takes note that there is no Secret; `isAnswer` as the keeper's.
    func observeAbsence(isAnswer: Bool = false) {
        let (isNews, holds) = state.withLock { state in
            let base = state.keeper.base
            state.keeper.observeAbsence(now: now(), isAnswer: isAnswer)
            guard state.keeper.base == .absent else { return (false, false) }
            metrics.isReadable.set(1)
            return (base != .absent && base != .unread, state.keeper.held != nil)
        }
        if isNews {
            logger.warning(
                "the Secret of the certificate authorities is gone",
                metadata: ["secret": "\(place)", "next": holds ? "it is written again" : "a new one is made"])
        }
    }
}
