/// The lines of a watch stream in the form that the client asked for.
struct WatchEvents {
    /// The resource watched.
    let resource: ResourceDefinition
    /// The form of each object.
    let representation: Representation
    /// Which objects.
    let query: ObjectQuery
    /// Seconds since 1970, for ages in tables.
    let now: Int

    /// The line of one change, or nothing when it does not concern this watch. Built once for all watches of everything.
    func line(_ event: StoredEvent) -> [UInt8]? {
        guard let kind = event.kind(for: query) else { return nil }
        guard representation == .object else {
            return StoredEvent.line(kind.rawValue, shape(event.object.value).compact)
        }
        guard kind != event.kind else { return event.line }
        return StoredEvent.line(kind.rawValue, event.object.encoded)
    }

    /// The line for an object that was there before the watch began.
    func initial(_ object: StoredObject) -> [UInt8] {
        let encoded = representation == .object ? object.encoded : shape(object.value).compact
        return StoredEvent.line(StoredEvent.Kind.added.rawValue, encoded)
    }

    /// The line that says how far the watch has come; `isEndOfInitial` marks the end of the objects that were there before.
    func bookmark(_ version: Int, isEndOfInitial: Bool) -> [UInt8] {
        let object = BookmarkShape.object(of: resource, version: version, isEndOfInitial: isEndOfInitial)
        return StoredEvent.line("BOOKMARK", representation == .object ? object.compact : shape(object).compact)
    }

    /// The line that ends a watch with a failure.
    static func failure(_ status: APIStatus) -> [UInt8] {
        StoredEvent.line("ERROR", status.body.compact)
    }

    private func shape(_ object: JSONValue) -> JSONValue {
        switch representation {
        case .object: object
        case .partialMetadata: ListAnswers.partialMetadata(object)
        case .table(let includesObject):
            TableWriter(resource: resource, includesObject: includesObject, now: now)
                .table(of: [object], withColumns: true)
        }
    }
}
