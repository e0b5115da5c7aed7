import Locking

@testable import KubernetesClient

/// Answers each request from a script, without a network.
final class ScriptedTransport: APITransport {
    /// One answer.
    struct Answer: Sendable {
        var status = 200
        var fields: [APIResponseHead.Field] = []
        var body: [UInt8] = []
        /// Whether the answer ends; a watch that goes on does not.
        var isComplete = true
        /// What breaks the answer off after its body.
        var failure: KubernetesError?
    }

    private struct State {
        var answers: [Answer]
        var requests: [APIRequest] = []
        var demands: [StreamPipe.Demand] = []
    }

    private let state: Locked<State>

    init(_ answers: [Answer]) {
        state = Locked(State(answers: answers))
    }

    /// What was asked, in order.
    var requests: [APIRequest] { state.withLock { $0.requests } }
    /// What the readers asked of their pipes.
    var demands: [StreamPipe.Demand] { state.withLock { $0.demands } }

    func open(_ request: APIRequest) -> APIStream {
        let pipe = StreamPipe { [self] demand in state.withLock { $0.demands.append(demand) } }
        let answer = state.withLock { state -> Answer? in
            state.requests.append(request)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        guard let answer else { return APIStream(pipe) }
        pipe.write(APIResponseHead(status: answer.status, fields: answer.fields))
        if !answer.body.isEmpty { _ = answer.body.withUnsafeBufferPointer { pipe.write($0) } }
        if let failure = answer.failure {
            pipe.finish(.failure(failure))
        } else if answer.isComplete {
            pipe.finish(.success(()))
        }
        return APIStream(pipe)
    }
}
