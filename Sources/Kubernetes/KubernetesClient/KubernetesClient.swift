package import Logging

/// Talks to one API server: single requests here, collections by `Reflector`.
///
/// May be used from any task. Each request is carried by the transport's own thread; no caller's thread ever blocks.
package final class KubernetesClient: Sendable {
    private let transport: any APITransport

    /// A client that carries its requests with libcurl. Throws when its thread cannot be started.
    package convenience init(configuration: KubernetesConfiguration, logger: Logger) throws(KubernetesError) {
        self.init(transport: try CurlTransport(configuration, logger: logger))
    }

    /// A client over a transport of the caller's, such as a script in a test.
    package init(transport: any APITransport) {
        self.transport = transport
    }

    /// Starts a request whose answer is read piece by piece; any status is an answer.
    package func open(_ request: APIRequest) -> APIStream {
        transport.open(request)
    }

    /// Makes one request and reads its answer whole, within the request's deadline and body limit.
    ///
    /// A 401 is tried once more with credentials that were read again, since a token may have been rotated.
    ///
    /// - Parameter what: what the caller is doing, for the message of an error: `create the Event web.1`.
    /// - Returns: an answer with a 2xx status.
    /// - Throws: every other answer, with reason, message and retryAfterSeconds of its `metav1.Status`.
    package func send(_ request: APIRequest, to what: String) async throws(KubernetesError) -> APIResponse {
        var response = try await exchange(request)
        if response.status == 401, !request.rereadsCredentials {
            var again = request
            again.rereadsCredentials = true
            response = try await exchange(again)
        }
        if let error = KubernetesError(response: response, doing: what) { throw error }
        return response
    }

    private func exchange(_ request: APIRequest) async throws(KubernetesError) -> APIResponse {
        try await transport.open(request).answer(limit: request.bodyLimit)
    }
}
