import JSONText

/// Asks an API server for everything that it serves.
struct DiscoveryReader: Sendable {
    private let client: KubernetesClient
    private let settings: DiscoverySettings

    /// A reader that asks through `client`.
    init(client: KubernetesClient, settings: DiscoverySettings) {
        self.client = client
        self.settings = settings
    }

    /// Asks once: in one request a root where the server can, else in one for each version of each group.
    ///
    /// A version that cannot be read is told as such, and the others are read all the same.
    /// - Throws: when not even the groups can be listed, or there is more than the limits allow.
    @concurrent func read() async throws(KubernetesError) -> [ServedVersion] {
        let core = try await root("/api", PlainDiscovery.coreVersions)
        let groups = try await root("/apis", PlainDiscovery.groupVersions)
        let versions = core + groups
        guard versions.reduce(0, { $0 + $1.resources.count }) <= settings.kindLimit else {
            throw KubernetesError(.tooLarge, "the API server serves more than \(settings.kindLimit) kinds")
        }
        return versions
    }

    private func root(
        _ path: String, _ parse: (Span<UInt8>) throws(JSONError) -> [ServedVersion]
    ) async throws(KubernetesError) -> [ServedVersion] {
        let response = try await document(path)
        let isAggregated = AggregatedDiscovery.isForm(of: response.head)
        let versions: [ServedVersion]
        do throws(JSONError) {
            let body = response.body.span
            versions = try isAggregated ? AggregatedDiscovery.versions(body) : parse(body)
        } catch {
            throw KubernetesError(.unreadable, "the API server's answer to \(path) is \(error)")
        }
        if isAggregated { return versions }
        guard versions.count <= settings.versionLimit else {
            throw KubernetesError(.tooLarge, "\(path) lists more than \(settings.versionLimit) versions")
        }
        return await filled(versions)
    }

    /// The versions with their resources, some of them asked for at a time.
    private func filled(_ versions: [ServedVersion]) async -> [ServedVersion] {
        var filled = versions
        await withTaskGroup(of: (Int, ServedVersion).self) { group in
            var next = 0
            func askNext() {
                guard next < versions.count else { return }
                let index = next
                next += 1
                group.addTask { (index, await self.filled(versions[index])) }
            }
            for _ in 0..<settings.parallelRequests { askNext() }
            while let (index, version) = await group.next() {
                filled[index] = version
                askNext()
            }
        }
        return filled
    }

    private func filled(_ version: ServedVersion) async -> ServedVersion {
        var version = version
        let path = version.group.isEmpty ? "/api/" : "/apis/"
        do {
            let response = try await document(path + version.groupVersion)
            version.resources = try PlainDiscovery.resources(
                response.body.span, group: version.group, version: version.version)
        } catch {
            version.failure = "\(error)"
        }
        return version
    }

    private func document(_ path: String) async throws(KubernetesError) -> APIResponse {
        let request = APIRequest(
            .get, path, accept: AggregatedDiscovery.accept, deadline: settings.documentDeadline,
            bodyLimit: settings.documentByteLimit)
        return try await client.send(request, to: "read \(path)")
    }
}
