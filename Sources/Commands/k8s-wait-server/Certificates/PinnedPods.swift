internal import Dependencies
internal import JSONText
internal import KubernetesClient

/// The gated pods of a cluster, page by page.
struct PinnedPods {
    private var pods: [PinnedPod] = []
    private var token = ""

    /// How many pods a page holds.
    private static let pageSize = 250

    /// All of them. Throws when they cannot be listed.
    static func all(of client: KubernetesClient) async throws(KubernetesError) -> [PinnedPod] {
        var list = PinnedPods()
        repeat {
            var query: [APIRequest.QueryItem] = [
                .init("labelSelector", "\(GateMark.label)=\(GateMark.labelValue)"), .init("limit", "\(pageSize)"),
            ]
            if !list.token.isEmpty { query.append(.init("continue", list.token)) }
            let request = APIRequest(.get, ResourceType.pods.path(), query: query, bodyLimit: 64 << 20)
            let body = try await client.send(request, to: "list the gated pods").body
            do throws(JSONError) {
                try list.take(body.span)
            } catch {
                throw KubernetesError(.unreadable, "the answer is no list of pods: \(error)")
            }
        } while !list.token.isEmpty
        return list.pods
    }

    private mutating func take(_ page: Span<UInt8>) throws(JSONError) {
        token = ""
        var reader = JSONReader(page)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let member = try reader.nextKey() {
                    if member.isEqual(to: "continue") { token = try reader.readStringUnlessNull() ?? "" }
                }
            case "items":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { pods.append(try PinnedPod(reader.readRawValue())) }
            default: break
            }
        }
    }
}
