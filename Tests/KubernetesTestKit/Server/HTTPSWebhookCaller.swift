import HTTP1
import HTTPClient
import Locking
package import Posix
import TLS

/// Calls webhooks over HTTPS as the API server does: the certificate verified against `caBundle`, the name against the
/// URL's, `?timeout=` and the header fields as recorded in `reviews/headers.txt`.
package final class HTTPSWebhookCaller: WebhookCaller {
    private let services: Locked<[String: [SocketAddress]]>

    /// A caller that finds Services at these addresses, by `namespace/name`.
    package init(services: [String: SocketAddress] = [:]) {
        self.services = Locked(services.mapValues { [$0] })
    }

    /// Makes a Service known, or moves it: calls go to its addresses in turn, each to one of them, as kube-proxy has it.
    package func setService(_ name: String, at addresses: SocketAddress...) {
        setService(name, at: addresses)
    }

    /// Makes a Service known, or moves it; without an address nobody answers there.
    package func setService(_ name: String, at addresses: [SocketAddress]) {
        services.withLock { $0[name] = addresses }
    }

    /// Posts the review on a thread of its own, within the webhook's `timeoutSeconds`.
    package func call(_ webhook: Webhook, body: [UInt8]) async throws(WebhookFailure) -> [UInt8] {
        let (url, address) = try destination(webhook)
        let timeout = webhook.timeout
        let authorities = webhook.authorities
        let result = await BlockingCall.run { () -> Result<[UInt8], WebhookFailure> in
            do throws(WebhookFailure) {
                return .success(try Self.post(body, to: url, at: address, authorities, timeout: timeout))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The webhook's URL, and the address of its Service where it names one.
    private func destination(_ webhook: Webhook) throws(WebhookFailure) -> (url: String, address: SocketAddress?) {
        if let url = webhook.definition.at("clientConfig", "url")?.string { return (url, nil) }
        guard let service = webhook.definition.at("clientConfig", "service"),
            let namespace = service["namespace"]?.string, let name = service["name"]?.string
        else { throw WebhookFailure("webhook configuration must have either service or URL") }
        let addresses = services.withLock { services in
            let addresses = services["\(namespace)/\(name)"]
            // Whoever is first now is last next time.
            services["\(namespace)/\(name)"] = addresses.map { Array($0.dropFirst() + $0.prefix(1)) }
            return addresses
        }
        guard let addresses else {
            throw WebhookFailure("failed to call webhook: service \"\(name)\" not found")
        }
        guard let address = addresses.first else {
            throw WebhookFailure("failed to call webhook: no endpoints available for service \"\(name)\"")
        }
        let port = service["port"]?.integer ?? 443
        var path = service["path"]?.string ?? "/"
        if !path.hasPrefix("/") { path = "/" + path }
        return ("https://\(name).\(namespace).svc:\(port)\(path)", address)
    }

    private static func post(
        _ body: [UInt8], to text: String, at address: SocketAddress?, _ authorities: [UInt8], timeout: Int
    ) throws(WebhookFailure) -> [UInt8] {
        let target = "?timeout=\(timeout)s"
        let deadline = MonotonicTime.now().adding(.seconds(timeout))
        do {
            let url = try HTTPSURL(text)
            let context = try TLSClientContext(trust: .authorities(authorities))
            // The whole call has `timeoutSeconds`, and no part of it has a limit of its own.
            var limits = HTTPClientLimits(
                resolution: .seconds(timeout), connection: .seconds(timeout), silence: .seconds(timeout),
                bodyBytes: 16 << 20)
            // The name of a Service means nothing to this machine: its address is known.
            if address != nil { limits.resolutionBeforeFallback = .milliseconds(1) }
            var client = HTTPClient(url: url, fallback: address.map { [$0] } ?? [], context: context, limits: limits)
            let request = HTTPClientRequest(
                method: "POST", target: target,
                headers: [
                    .init("User-Agent", "kube-apiserver-admission"), .init("Accept", "application/json, */*"),
                    .init("Content-Type", "application/json"),
                ], body: body)
            let response = try client.send(request, until: deadline)
            guard response.head.status == 200 else {
                throw WebhookFailure(
                    "the server rejected our request for an unknown reason: status \(response.head.status)")
            }
            return response.body
        } catch let error as HTTPClientError {
            // Whatever else went wrong by then, an API server's context has ended first.
            let isLate = error.code == .deadline || MonotonicTime.now() >= deadline
            let reason = isLate ? "context deadline exceeded" : error.message
            throw WebhookFailure("failed to call webhook: Post \"\(text)\(target)\": \(reason)")
        } catch let error as TLSError {
            throw WebhookFailure("failed to call webhook: Post \"\(text)\(target)\": \(error.message)")
        } catch let error as WebhookFailure {
            throw error
        } catch {
            throw WebhookFailure("failed to call webhook: \(error)")
        }
    }
}
