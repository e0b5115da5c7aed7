/// What carries requests to the API server: libcurl, or a script in a test.
package protocol APITransport: Sendable {
    /// Starts a request and returns at once; the answer is awaited on the stream. Giving up the stream ends the request.
    func open(_ request: APIRequest) -> APIStream
}
