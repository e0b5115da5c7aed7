internal import CertificateAuthority
internal import KubernetesClient
internal import Posix
internal import WebhookRegistration

extension CertificateReport {
    /// Looks at everything, one thing after the other. What cannot be seen is part of the report.
    ///
    /// - Parameter addresses: the servers to connect to.
    static func gathered(
        _ options: ClusterOptions, addresses: [ServerAddressArgument], client: KubernetesClient
    ) async -> CertificateReport {
        let secret = options.secret(client)
        return CertificateReport(
            now: WallClock.seconds(), place: secret.place,
            authorities: await observation { () async throws(KubernetesError) in try await secret.read() },
            served: addresses.map { Served(address: $0.description, chain: chain(at: $0)) },
            configurationName: options.configuration,
            configuration: await configuration(options.configuration, client),
            pods: await observation { () async throws(KubernetesError) in try await PinnedPods.all(of: client) })
    }

    private static func configuration(
        _ name: String?, _ client: KubernetesClient
    ) async -> Observation<ConfigurationDocument> {
        guard let name else { return .absent }
        return await observation { () async throws(KubernetesError) in
            try await ConfigurationDocument.fetch(name, from: client)
        }
    }

    private static func observation<Value>(
        _ look: () async throws(KubernetesError) -> Value?
    ) async -> Observation<Value> {
        do throws(KubernetesError) {
            return try await look().map { .found($0) } ?? .absent
        } catch {
            return .failed(error.message)
        }
    }

    private static func chain(at address: ServerAddressArgument) -> Observation<ServedChain> {
        do {
            return .found(try ServedChain.fetch(from: address))
        } catch {
            return .failed("\(error)")
        }
    }
}
