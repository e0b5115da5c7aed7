import JSONText

/// One element of a status's conditions while it is read.
struct ConditionFields {
    /// Its type, status and reason; empty where there is none.
    private(set) var type = "", status = "", reason = ""
    /// When its status last changed.
    private(set) var transition: Timestamp?

    /// Reads one condition.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": type = try reader.readStringUnlessNull() ?? ""
            case "status": status = try reader.readStringUnlessNull() ?? ""
            case "reason": reason = try reader.readStringUnlessNull() ?? ""
            case "lastTransitionTime": transition = try reader.readTimestamp()
            default: break
            }
        }
    }
}
