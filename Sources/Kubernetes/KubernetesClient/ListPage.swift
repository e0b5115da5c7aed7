import JSONText

/// One page of a list: its objects, and how it goes on.
///
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks>
struct ListPage<Object: Sendable>: Sendable {
    /// The list's resourceVersion and the token of the next page.
    private(set) var metadata = ListMetadata()
    /// What was read of each object, in the page's order.
    private(set) var objects: [Object] = []

    /// Reads the whole body of an answer; a list without items or resourceVersion is an error.
    ///
    /// - Parameter read: reads one object, which has neither kind nor apiVersion here.
    init(_ body: Span<UInt8>, read: ObjectReading<Object>) throws(KubernetesError) {
        var hasItems = false
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "metadata": metadata = try ListMetadata(reading: &reader)
                case "items":
                    hasItems = true
                    guard try reader.beginArrayUnlessNull() else { continue }
                    while try reader.nextElement() { objects.append(try read(&reader)) }
                default: break
                }
            }
            try reader.end()
        } catch {
            throw KubernetesError(.unreadable, "the API server sent a list that is \(error)")
        }
        guard hasItems, !metadata.resourceVersion.isEmpty else {
            throw KubernetesError(.unreadable, "the API server sent a list without items or resourceVersion")
        }
    }
}
