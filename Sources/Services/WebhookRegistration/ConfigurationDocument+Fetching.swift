internal import JSONText
package import KubernetesClient

extension ConfigurationDocument {
    /// The configuration of this name as it is now; nil when there is none.
    ///
    /// It is asked for as a list of one, by name: whoever may watch it may do that.
    ///
    /// - Throws: when it cannot be read.
    package static func fetch(
        _ name: String, from client: KubernetesClient
    ) async throws(KubernetesError) -> ConfigurationDocument? {
        let subject = "MutatingWebhookConfiguration \(name)"
        let request = APIRequest(
            .get, ResourceType.mutatingWebhookConfigurations.path(),
            query: [.init("fieldSelector", "metadata.name=\(name)")])
        let body = try await client.send(request, to: "read \(subject)").body
        do throws(JSONError) {
            return try only(in: body.span)
        } catch {
            throw KubernetesError(.unreadable, "the answer is not \(subject): \(error)")
        }
    }

    private static func only(in list: Span<UInt8>) throws(JSONError) -> ConfigurationDocument? {
        var reader = JSONReader(list)
        var found: ConfigurationDocument?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items"), try reader.beginArrayUnlessNull() else { continue }
            while try reader.nextElement() { found = try ConfigurationDocument(reader.readRawValue()) }
        }
        return found
    }
}
