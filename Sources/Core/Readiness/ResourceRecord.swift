package import Dependencies
package import JSONPath
package import JSONText

/// What is kept of an object of any kind: its conditions, and of the fields asked for no more than whether they are as
/// asked.
package struct ResourceRecord: Hashable, Sendable {
    /// Its namespace; empty for one without.
    package let namespace: String
    /// Its name.
    package let name: String
    /// It has a deletionTimestamp: it counts as absent.
    package let isBeingDeleted: Bool
    /// `metadata.generation`; 0 where there is none.
    package let generation: Int
    /// `status.observedGeneration`, where it is a whole number.
    package let observedGeneration: Int?
    /// Its conditions.
    let conditions: ConditionList
    /// How the fields asked for stand.
    package let fields: [FieldRequirement: JSONPathFinding]

    /// Reads one object of any kind. What it holds beside its metadata can be of any shape.
    package init(
        reading reader: inout JSONReader, requirement: ResourceRequirement
    ) throws(JSONError) {
        let whole = try reader.readRawValue()
        var fields: [FieldRequirement: JSONPathFinding] = [:]
        for field in requirement.fields {
            fields[field] = try field.path.evaluate(whole, against: field.value)
        }
        var object = JSONReader(whole)
        var metadata = ObjectMetadata()
        var observed: Int?
        var conditions = ConditionList()
        try object.beginObject()
        while let key = try object.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &object)
            case "status":
                guard try object.peek() == .object else { continue }
                try object.beginObject()
                while let inner = try object.nextKey() {
                    switch inner {
                    case "observedGeneration": observed = try object.readIntegerIfAny()
                    case "conditions": conditions = try ConditionList(reading: &object)
                    default: break
                    }
                }
            default: break
            }
        }
        namespace = metadata.namespace
        name = metadata.name
        isBeingDeleted = metadata.isBeingDeleted
        generation = metadata.generation
        observedGeneration = observed
        self.conditions = conditions
        self.fields = fields
    }
}
