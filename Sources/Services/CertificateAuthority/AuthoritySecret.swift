internal import Encodings
package import KubernetesClient
internal import TLS

/// The Secret of the authorities, for those who read or write it once. Servers watch it instead.
package struct AuthoritySecret: Sendable {
    /// `NAMESPACE/NAME`, as messages name it.
    package var place: String { "\(namespace)/\(name)" }

    private let client: KubernetesClient
    private let namespace: String
    private let name: String

    /// The Secret of this name; nothing is asked yet.
    package init(client: KubernetesClient, namespace: String, name: String) {
        self.client = client
        self.namespace = namespace
        self.name = name
    }

    /// What it says now; nil when there is none, or it is still empty.
    ///
    /// - Throws: when it cannot be read; `unreadable` when it is not understood.
    package func read() async throws(KubernetesError) -> AuthorityRecord? {
        let body: [UInt8]
        do throws(KubernetesError) {
            body = try await client.send(APIRequest(.get, path), to: "read Secret \(place)").body
        } catch {
            guard error.code == .notFound, error.reason == "NotFound" else { throw error }
            return nil
        }
        return try record(in: body)
    }

    /// Makes the successor sign now, as its time would: it becomes current, a new successor is made, and who was current is
    /// trusted for as long as something that it signed may be in use.
    ///
    /// - Parameters:
    ///   - record: as it was read; whatever has been written since lets this fail.
    ///   - times: as the servers have them.
    ///   - now: in seconds since 1970.
    /// - Returns: what was stored.
    /// - Throws: `conflict` when the Secret has changed meanwhile.
    package func promote(
        _ record: AuthorityRecord, times: CertificateTimes, now: Int64
    ) async throws(KubernetesError) -> AuthorityRecord {
        let next: AuthorityDocument
        do throws(TLSError) {
            next = try times.schedule.document(record.document, after: .promotion, now: now)
        } catch {
            throw KubernetesError(.configuration, error.message)
        }
        let request = APIRequest(
            .patch, path, body: SecretDocument.patch(resourceVersion: record.resourceVersion, next),
            contentType: "application/merge-patch+json")
        let body = try await client.send(request, to: "write Secret \(place)").body
        guard let stored = try self.record(in: body) else {
            throw KubernetesError(.unreadable, "Secret \(place) is empty after it was written")
        }
        return stored
    }

    private var path: String { ResourceType.secrets.path(namespace: namespace, name: name) }

    private func record(in body: [UInt8]) throws(KubernetesError) -> AuthorityRecord? {
        guard let document = try? SecretDocument(body.span), document.name == name else {
            throw KubernetesError(.unreadable, "the answer is not Secret \(place)")
        }
        switch document.content {
        case .authorities(let authorities):
            return AuthorityRecord(resourceVersion: document.resourceVersion, document: authorities)
        case .empty: return nil
        case .unreadable(let reason):
            throw KubernetesError(.unreadable, "Secret \(place) is not understood: \(reason)")
        }
    }
}
