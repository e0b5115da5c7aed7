import KubernetesClient
import Locking
import Logging
import Metrics
import Readiness
import Retrying

extension EventRecorder {
    /// Writes one Event, tells the journal what became of it, and rests after a failure that is not this Event's.
    func perform(_ write: EventWrite, _ trouble: inout EventTrouble) async {
        let outcome: EventOutcome
        var rest = Duration.zero
        do throws(KubernetesError) {
            outcome = try await store(write)
            if case .written = outcome { metrics.countWritten(write.reason) }
            if trouble.backoff.failures > 0 { logger.info("Events can be written again") }
            trouble = EventTrouble()
        } catch {
            if error.code == .cancelled { return }
            metrics.countFailed(error.code)
            outcome = Self.outcome(of: error)
            rest = note(error, outcome, write, &trouble)
        }
        let now = clock.now()
        state.withLock { $0.journal.finish(write, outcome, at: now) }
        if rest > .zero { try? await clock.sleep(rest) }
    }

    /// Creates the Event, or counts up the one that is there.
    ///
    /// That may have been written by another replica, or by this one before it was started anew: the names are the same. What it says is
    /// learnt by a patch that changes nothing, so that our account need not be allowed to read Events.
    private func store(_ write: EventWrite) async throws(KubernetesError) -> EventOutcome {
        if let count = write.knownCount {
            do throws(KubernetesError) {
                return try await patch(write, count: count + write.occurrences)
            } catch {
                // The API server has forgotten it: Events live for an hour.
                guard error.code == .notFound else { throw error }
            }
        }
        do throws(KubernetesError) {
            let path = ResourceType.events.path(namespace: write.pod.namespace)
            let body = EventDocument.creation(write, instance: settings.instance)
            _ = try await send(APIRequest(.post, path, body: body), write)
            return .written(count: write.occurrences)
        } catch {
            guard error.code == .alreadyExists else { throw error }
        }
        let present = try await send(patchRequest(write, Array("{}".utf8)), write)
        guard let document = try? EventDocument(present.body.span) else {
            throw KubernetesError(.unreadable, "the answer is not the Event of Pod \(write.pod.name)")
        }
        if document.says(write, sameEnding: settings.sameEnding) { return .unchanged(count: document.count) }
        return try await patch(write, count: document.count + write.occurrences)
    }

    private func patch(_ write: EventWrite, count: Int) async throws(KubernetesError) -> EventOutcome {
        _ = try await send(patchRequest(write, EventDocument.patch(write, count: count)), write)
        return .written(count: count)
    }

    private func patchRequest(_ write: EventWrite, _ body: [UInt8]) -> APIRequest {
        let name = EventDocument.name(write.pod, write.reason)
        return APIRequest(
            .patch, ResourceType.events.path(namespace: write.pod.namespace, name: name), body: body,
            contentType: "application/merge-patch+json")
    }

    private func send(_ request: APIRequest, _ write: EventWrite) async throws(KubernetesError) -> APIResponse {
        var request = request
        request.deadline = .seconds(10)
        request.bodyLimit = 256 << 10
        return try await client.send(
            request, to: "write Event \(write.reason.rawValue) of Pod \(write.pod.namespace)/\(write.pod.name)")
    }

    // MARK: Failures

    private static func outcome(of error: KubernetesError) -> EventOutcome {
        switch error.code {
        case .forbidden: .forbidden
        case .connection, .tls, .timeout, .unauthorized, .configuration: .retry(isAnswer: false)
        case .tooManyRequests, .serverError, .conflict, .alreadyExists, .expired: .retry(isAnswer: true)
        case .badRequest, .invalid, .notFound, .tooLarge, .unreadable, .cancelled: .refused
        }
    }

    /// Says in the log what is wrong, once.
    ///
    /// - Returns: for how long nothing is to be written.
    private func note(
        _ error: KubernetesError, _ outcome: EventOutcome, _ write: EventWrite, _ trouble: inout EventTrouble
    ) -> Duration {
        switch outcome {
        case .forbidden:
            logger.log(
                level: trouble.hasToldForbidden ? .debug : .warning,
                "an Event may not be written; the wait is not concerned",
                metadata: ["namespace": "\(write.pod.namespace)", "reason": "\(error)"])
            trouble.hasToldForbidden = true
            return .zero
        case .retry:
            var generator = SystemRandomNumberGenerator()
            if trouble.backoff.failures == 0 {
                logger.warning(
                    "Events cannot be written now; no wait is concerned", metadata: ["reason": "\(error)"])
            }
            let asked = error.requestedPause(atMost: .seconds(300))
            return max(asked, trouble.backoff.next(using: &generator))
        case .refused, .written, .unchanged:
            logger.info("an Event was not accepted", metadata: ["reason": "\(error)"])
            return .zero
        }
    }
}
