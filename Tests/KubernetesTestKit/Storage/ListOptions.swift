/// The query parameters of a list or watch that decide what is read.
package struct ListOptions: Hashable, Sendable {
    /// Which objects.
    package var query = ObjectQuery()
    /// How many at most; nil for all.
    package var limit: Int?
    /// The token of the page before.
    package var token: ContinueToken?
    /// `resourceVersion`; nil where it is not given.
    package var resourceVersion: Int?
    /// Whether `resourceVersionMatch=Exact` asks for exactly that version.
    package var isExact = false

    /// Everything that the query chooses, at the newest version.
    package init(query: ObjectQuery = ObjectQuery()) {
        self.query = query
    }
}
