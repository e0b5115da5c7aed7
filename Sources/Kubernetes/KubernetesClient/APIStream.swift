/// The answer to one request as it arrives: its head, then its body piece by piece.
///
/// For one reader at a time. When the last reference is gone the request is cancelled.
package final class APIStream: Sendable {
    /// A piece of an answer's body.
    package enum Part: Hashable, Sendable {
        /// All the bytes that have arrived since the last piece; never none.
        case bytes([UInt8])
        /// Nothing had arrived for the time that the request named as `quietAfter`. Said once, the first time.
        case quiet
        /// The body is complete.
        case end
    }

    private let pipe: StreamPipe
    private let transport: (any APITransport)?

    /// The reading end of a pipe; the transport that fills it lives at least as long.
    package init(_ pipe: StreamPipe, of transport: (any APITransport)? = nil) {
        self.pipe = pipe
        self.transport = transport
    }

    deinit {
        pipe.cancel()
    }

    /// Waits for status and headers.
    package func head() async throws(KubernetesError) -> APIResponseHead {
        while true {
            if let head = try pipe.takeHead() { return head }
            await pipe.wait()
        }
    }

    /// Waits for the next piece of the body. After `end` nothing more may be asked for.
    package func next() async throws(KubernetesError) -> Part {
        while true {
            if let part = try pipe.takePart() { return part }
            await pipe.wait()
        }
    }

    /// Waits for the whole answer; a body of more than `limit` bytes is an error. Asked for first, instead of `head`, it
    /// wakes the reader once, and all of the body goes into the room that is there for it.
    ///
    /// - Parameter buffer: an empty array whose room is used: a long body that grows is copied each time.
    package func answer(
        limit: Int, into buffer: consuming [UInt8] = []
    ) async throws(KubernetesError) -> APIResponse {
        pipe.expectWhole(upTo: limit, into: buffer)
        let head = try await head()
        return APIResponse(head: head, body: try await rest(limit: limit))
    }

    /// Waits for the whole body; one of more than `limit` bytes is an error.
    package func collect(limit: Int) async throws(KubernetesError) -> [UInt8] {
        pipe.expectWhole(upTo: limit, into: [])
        return try await rest(limit: limit)
    }

    private func rest(limit: Int) async throws(KubernetesError) -> [UInt8] {
        var body: [UInt8] = []
        while true {
            switch try await next() {
            case .bytes(let bytes): if body.isEmpty { body = bytes } else { body += bytes }
            case .quiet: continue
            case .end: return body
            }
            guard body.count <= limit else {
                throw KubernetesError(.tooLarge, "the API server's answer is larger than \(limit) bytes")
            }
        }
    }
}
