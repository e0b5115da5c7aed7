/// Which objects of a collection a list or watch asks for.
package struct ObjectQuery: Hashable, Sendable {
    /// The namespace; empty for all.
    package var namespace = ""
    /// The label selector.
    package var labels = LabelQuery.everything
    /// The field selector.
    package var fields = FieldQuery.everything

    /// A query; everything unless told otherwise.
    package init(
        namespace: String = "", labels: LabelQuery = .everything, fields: FieldQuery = .everything
    ) {
        self.namespace = namespace
        self.labels = labels
        self.fields = fields
    }

    /// Whether every object is asked for.
    package var isEverything: Bool { namespace.isEmpty && !hasSelectors }

    /// Whether a selector leaves objects out.
    package var hasSelectors: Bool { labels != .everything || fields != .everything }

    /// Whether the object is asked for.
    package func matches(_ object: StoredObject) -> Bool {
        (namespace.isEmpty || namespace == object.key.namespace) && labels.matches(object.labels)
            && fields.matches(object)
    }
}
