extension KubernetesClient {
    /// How many objects a page has.
    private static let pageSize = 250
    /// How often a list is begun anew whose pages have expired.
    private static let listAttempts = 3
    /// The longest page that is read, in bytes.
    private static let longestPage = 64 << 20

    /// All objects of a collection, page by page (kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks).
    /// Where the pages expire before the end, as 410 says, it is begun anew, a few times.
    ///
    /// - Parameters:
    ///   - namespace: nil for those of all namespaces.
    ///   - accept: the media types of the answer.
    ///   - most: how many objects are wanted at most.
    ///   - read: reads one object, which says neither kind nor apiVersion here.
    /// - Returns: nil where there are more than `most`.
    package func list<Object: Sendable>(
        _ resource: ResourceType, namespace: String? = nil, labelSelector: String? = nil,
        accept: String = "application/json", most: Int = .max, read: ObjectReading<Object>
    ) async throws(KubernetesError) -> [Object]? {
        var request = APIRequest(
            .get, resource.path(namespace: namespace), query: [.init("limit", "\(Self.pageSize)")], accept: accept,
            bodyLimit: Self.longestPage)
        if let labelSelector { request.query.append(.init("labelSelector", labelSelector)) }
        var attempt = 1
        while true {
            do throws(KubernetesError) {
                return try await pages(request, resource, most, read)
            } catch {
                guard error.code == .expired, attempt < Self.listAttempts else { throw error }
                attempt += 1
            }
        }
    }

    private func pages<Object: Sendable>(
        _ request: APIRequest, _ resource: ResourceType, _ most: Int, _ read: ObjectReading<Object>
    ) async throws(KubernetesError) -> [Object]? {
        var objects: [Object] = []
        var token = ""
        repeat {
            var request = request
            if !token.isEmpty { request.query.append(.init("continue", token)) }
            let body = try await send(request, to: "list \(resource)").body
            let page = try ListPage(body.span, read: read)
            objects += page.objects
            token = page.metadata.continueToken
            guard objects.count <= most else { return nil }
        } while !token.isEmpty
        return objects
    }
}
