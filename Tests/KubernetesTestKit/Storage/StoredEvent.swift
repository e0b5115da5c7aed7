/// One change of one object, as watches are told.
package struct StoredEvent: Sendable {
    /// What a watch event says of its object.
    package enum Kind: String, Hashable, Sendable {
        case added = "ADDED"
        case modified = "MODIFIED"
        case deleted = "DELETED"
    }

    /// What happened.
    package let kind: Kind
    /// The resource that the object is of.
    package let resource: ResourceDefinition
    /// The object afterwards; of a deleted one its last state, with the version of the deletion.
    package let object: StoredObject
    /// The object before; nil for one that is new.
    package let previous: StoredObject?
    /// The line that a watch without selectors is sent, line feed included: made once, sent to all.
    package let line: [UInt8]

    /// A change; makes the line that watches are sent.
    init(_ kind: Kind, _ object: StoredObject, of resource: ResourceDefinition, previous: StoredObject?) {
        self.kind = kind
        self.resource = resource
        self.object = object
        self.previous = previous
        line = Self.line(kind.rawValue, object.encoded)
    }

    /// What a watch with this query is told, or nil when it is told nothing: an object that begins or ceases to be selected
    /// is added or deleted for that watch.
    package func kind(for query: ObjectQuery) -> Kind? {
        guard !query.isEverything else { return kind }
        let isSelected = query.matches(object)
        let wasSelected = previous.map(query.matches) ?? false
        return switch (kind, wasSelected, isSelected) {
        case (.deleted, false, false), (_, false, false): nil
        case (.deleted, _, _), (_, true, false): .deleted
        case (_, false, true): .added
        case (_, true, true): .modified
        }
    }

    /// One line of a watch stream.
    package static func line(_ type: String, _ object: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(object.count + 40)
        bytes.append(contentsOf: #"{"type":"\#(type)","object":"#.utf8)
        bytes.append(contentsOf: object)
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }
}
