package import HTTP1
package import HTTPServer
import Metrics
import Posix
import StatusAPI

/// Answers pods: `POST /v1/wait` with a stream, `GET /v1/status` once, `POST /v1/report` with 204.
///
/// It runs on the connection's loop; everything that is decided comes from the state, through the stream's mailbox.
package struct StatusHandler: HTTPHandler {
    private let state: ClusterState
    private let clock: StatusClock
    private let metrics: StatusMetrics
    private let budget: RequestBudget

    /// A handler for that state; of the clocks it uses the monotonic one, of the metrics the time to release.
    init(state: ClusterState, clock: StatusClock, metrics: StatusMetrics) {
        self.state = state
        budget = RequestBudget(
            perSecond: state.settings.requestsPerSecondPerPeer, burst: state.settings.requestBurstPerPeer)
        self.clock = clock
        self.metrics = metrics
    }

    /// By the route alone: who asks is decided with the body.
    package func admit(_ head: HTTPRequestHead) -> BodyPolicy {
        StatusRoute.admit(head)
    }

    /// Runs as long as the stream does, which is as long as the pod waits.
    package func handle(_ request: HTTPRequest, _ responder: consuming Responder) async {
        guard budget.admit(request.peer.unmapped.host, at: clock.monotonic()) else {
            let error = StatusServerError(
                .tooManyRequestsOfPeer, "this address asks more often than may be; ask again later")
            metrics.count(error)
            await responder.respond(
                status: 429, headers: Self.headers + [Self.retryLater],
                body: Self.line(.unknown(message: error.message)))
            return
        }
        switch StatusRoute(request.head) {
        case .wait: await wait(request, responder)
        case .status: await answer(request, responder)
        case .report: await takeReport(request, responder)
        case nil: await responder.respond(status: 404)
        }
    }

    // MARK: Once

    private func answer(_ request: HTTPRequest, _ responder: consuming Responder) async {
        let question: WaitRequest
        do throws(StatusAPIError) {
            question = try WaitRequest(query: request.head.query ?? "")
        } catch {
            await responder.respond(status: 400, headers: Self.headers, body: Self.refusal(error.message))
            return
        }
        let answer = await state.answer(question)
        await responder.respond(status: answer.isRefused ? 403 : 200, headers: Self.headers, body: answer.bytes)
    }

    // MARK: Report

    private func takeReport(_ request: HTTPRequest, _ responder: consuming Responder) async {
        let report: WaitReport
        do throws(StatusAPIError) {
            report = try WaitReport(json: request.body.span)
        } catch {
            await responder.respond(status: 400, headers: Self.headers, body: Self.refusal(error.message))
            return
        }
        switch await state.report(report) {
        case .accepted:
            await responder.respond(status: 204)
        case .refused(let message):
            await responder.respond(status: 403, headers: Self.headers, body: Self.refusal(message))
        case .unknown(let message):
            await responder.respond(
                status: 503, headers: Self.headers + [Self.retryLater], body: Self.line(.unknown(message: message)))
        }
    }

    // MARK: Stream

    private func wait(_ request: HTTPRequest, _ responder: consuming Responder) async {
        let question: WaitRequest
        do throws(StatusAPIError) {
            question = try WaitRequest(json: request.body.span)
        } catch {
            await responder.respond(status: 400, headers: Self.headers, body: Self.refusal(error.message))
            return
        }
        let mailbox = Mailbox()
        let id: WaitID?
        do throws(StatusServerError) {
            id = try await state.begin(question, peer: request.peer.unmapped.host, mailbox: mailbox)
        } catch {
            await responder.respond(
                status: 503, headers: Self.headers + [Self.retryLater],
                body: Self.line(.unknown(message: error.message)))
            return
        }
        await stream(mailbox, responder)
        if let id { await state.leave(id) }
    }

    private func stream(_ mailbox: Mailbox, _ responder: consuming Responder) async {
        guard let first = await mailbox.next() else {
            await responder.respond(status: 503, headers: [("Retry-After", "1")])
            return
        }
        // What is over before it began needs no stream, and a question that is refused is refused by status as well.
        if let end = first.end {
            await conclude(first, end, responder)
            return
        }
        guard var stream = await responder.stream(status: 200, headers: Self.headers) else { return }
        stream.onPeerClosed { mailbox.close() }
        var parcel = first
        while parcel.end == nil {
            if !parcel.bytes.isEmpty {
                guard await stream.write(parcel.bytes) else { return }
            }
            guard let next = await mailbox.next() else { return }
            parcel = next
        }
        await stream.finish(with: parcel.bytes)
        note(parcel)
    }

    private func conclude(_ parcel: Parcel, _ end: StreamEnd, _ responder: consuming Responder) async {
        switch end {
        case .outcome(.refused):
            await responder.respond(status: 403, headers: Self.headers, body: parcel.bytes)
        case .outcome, .move:
            await responder.respond(status: 200, headers: Self.headers, body: parcel.bytes)
            note(parcel)
        case .silent:
            await responder.respond(status: 503, headers: [("Retry-After", "1")])
        }
    }

    private func note(_ parcel: Parcel) {
        guard parcel.end == .outcome(.released), let receivedAt = parcel.receivedAt else { return }
        metrics.releaseSeconds.observe(Double(clock.monotonic().since(receivedAt).clampedNanoseconds) / 1e9)
    }

    // MARK: Parts

    private static let headers = [("Content-Type", WaitRequest.answerContentType), ("Cache-Control", "no-store")]

    private static var retryLater: (String, String) { ("Retry-After", "\(Int.random(in: 1...15))") }

    private static func refusal(_ message: String) -> [UInt8] { line(.outcome(.refused(message: message))) }

    private static func line(_ line: WaitLine) -> [UInt8] { line.json + [UInt8(ascii: "\n")] }
}
