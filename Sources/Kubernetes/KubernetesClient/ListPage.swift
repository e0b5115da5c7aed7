import JSONText

/// One page of a list: where its objects stand, and how it goes on.
///
/// <https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks>
struct ListPage: Hashable, Sendable {
    /// The list's resourceVersion and the token of the next page.
    private(set) var metadata = ListMetadata()
    /// Where each object stands in the page.
    private(set) var items: [Range<Int>] = []

    /// Reads the whole body of an answer; a list without items or resourceVersion is an error.
    init(_ body: Span<UInt8>) throws(KubernetesError) {
        var hasItems = false
        do throws(JSONError) {
            var reader = JSONReader(body)
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "metadata": metadata = try ListMetadata(reading: &reader)
                case "items":
                    hasItems = true
                    if try !reader.readNull() { try readItems(&reader) }
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

    private mutating func readItems(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() { items.append(try reader.skipValue()) }
    }
}
