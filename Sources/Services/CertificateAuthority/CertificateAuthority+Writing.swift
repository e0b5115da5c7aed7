import KubernetesClient
import Locking
import Logging
import Metrics
import TLS

extension CertificateAuthority {
    /// Writes what there is to write, each time that somebody rings.
    func write() async {
        var pace = WritePace(longest: .seconds(60))
        for await _ in wake.rings {
            var mustRead = false
            while !Task.isCancelled {
                do throws(KubernetesError) {
                    if mustRead { try await read() }
                    mustRead = false
                    guard let write = state.withLock({ $0.keeper.nextWrite(now: now()) }) else { break }
                    try await store(write)
                    pace.reset()
                } catch {
                    // Whatever it was, what is there now is read first.
                    mustRead = true
                    note(error)
                    try? await clock.sleep(pace.pause(after: error))
                }
            }
            if Task.isCancelled { return }
        }
    }

    private func read() async throws(KubernetesError) {
        // The watch may have told in the meantime.
        guard state.withLock({ $0.keeper.base == .unread }) else { return }
        let request = APIRequest(.get, ResourceType.secrets.path(namespace: settings.namespace, name: settings.secret))
        do throws(KubernetesError) {
            let response = try await client.send(request, to: "read Secret \(place)")
            observe(try document(in: response), isAnswer: true)
        } catch {
            guard error.code == .notFound, error.reason == "NotFound" else { throw error }
            observeAbsence(isAnswer: true)
        }
    }

    private func store(_ write: AuthorityKeeper.Write) async throws(KubernetesError) {
        let authorities = try made(write.change)
        let request =
            if let version = write.resourceVersion {
                APIRequest(
                    .patch, ResourceType.secrets.path(namespace: settings.namespace, name: settings.secret),
                    body: SecretDocument.patch(resourceVersion: version, authorities),
                    contentType: "application/merge-patch+json")
            } else {
                APIRequest(
                    .post, ResourceType.secrets.path(namespace: settings.namespace),
                    body: SecretDocument.creation(
                        name: settings.secret, namespace: settings.namespace, authorities))
            }
        let stored = try document(in: try await client.send(request, to: "write Secret \(place)"))
        metrics.count(.written)
        state.withLock { state in
            state.keeper.acknowledge(write, authorities, resourceVersion: stored.resourceVersion)
            if state.keeper.held != nil { state.trouble = nil }
        }
        tell(of: write.change, authorities)
        refresh()
    }

    private func document(in response: APIResponse) throws(KubernetesError) -> SecretDocument {
        guard let document = try? SecretDocument(response.body.span), document.name == settings.secret else {
            throw KubernetesError(.unreadable, "the answer is not Secret \(place)")
        }
        return document
    }

    private func made(_ change: AuthorityKeeper.Change) throws(KubernetesError) -> AuthorityDocument {
        do throws(TLSError) {
            return switch change {
            case .beginning: try schedule.newDocument(now: now())
            case .restoration(let document): document
            case .rotation(let document, let change): try schedule.document(document, after: change, now: now())
            }
        } catch {
            throw KubernetesError(.configuration, error.message)
        }
    }

    private func tell(of change: AuthorityKeeper.Change, _ document: AuthorityDocument) {
        let message: Logger.Message =
            switch change {
            case .beginning: "certificate authorities made"
            case .restoration: "certificate authorities written again"
            case .rotation(_, .promotion): "the next certificate authority signs from now on"
            case .rotation(_, .retirement): "the former certificate authority is no longer trusted"
            case .rotation(_, .renewal): "certificate authorities made anew: the old ones have ended"
            }
        logger.notice(
            message,
            metadata: [
                "secret": "\(place)", "current": "\(pin(document.current.details.publicKeyPin))",
                "successor": "\(pin(document.successor.details.publicKeyPin))",
            ])
    }

    private func note(_ error: KubernetesError) {
        state.withLock { state in
            state.keeper.noteFailure()
            if state.leaf == nil { state.trouble = error.message }
        }
        metrics.count(error.isConflict ? .conflict : .failed)
        guard !error.isConflict else { return }
        logger.warning("the certificate authorities cannot be written yet", metadata: ["reason": "\(error)"])
    }
}
