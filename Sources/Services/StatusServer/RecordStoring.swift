/// One object before and after an event; nil for one that was not there, or is not there any more.
struct RecordChange {
    /// What was kept before.
    let old: (any WatchedRecord)?
    /// What is kept now.
    let new: (any WatchedRecord)?
}

/// The records of one collection, whatever they are.
protocol RecordStoring: Sendable {
    /// How many objects there are.
    var count: Int { get }
    /// Keeps the newest state of an object.
    ///
    /// - Parameter tells: whether anybody wants to know what has changed.
    /// - Returns: what has changed, if that is to be told; nil if nothing has, or the record is of another form than the
    ///   store.
    mutating func apply(_ record: any WatchedRecord, tells: Bool) -> RecordChange?
    /// Forgets an object.
    ///
    /// - Returns: what has changed; nil for an object that was not known.
    mutating func remove(_ name: ObjectName) -> RecordChange?
    /// A full list begins.
    mutating func beginList()
    /// The list is complete: forgets what it did not mention.
    mutating func endList()
    /// Forgets everything.
    mutating func removeAll()
    /// The names of the objects of one namespace.
    func names(inNamespace namespace: String) -> [String]
}
