import JSONText

/// The fields of a Job's status while they are read.
struct JobStatusFields {
    /// There is a startTime.
    private(set) var isStarted = false
    /// Counters, for messages only.
    private(set) var active = 0, succeeded = 0, failures = 0
    /// The reason of `Failed`, or else of `FailureTarget`.
    private(set) var failureReason: JobFailureReason?

    private var completionTime: Timestamp?
    private var isSucceeding = false
    private var isFailing = false
    private var isComplete = false
    private var completeSince: Timestamp?
    private var isFailed = false
    private var failedSince: Timestamp?

    /// What the conditions come to. The API server lets no Job be both complete and failed; if one is, it has failed:
    /// a pod must not be let through on doubt.
    var phase: JobRecord.Phase {
        if isFailed { return .failed(failedSince) }
        if isComplete { return .complete(completionTime ?? completeSince) }
        if isFailing { return .failing }
        return isSucceeding ? .succeeding : .active
    }

    /// Reads `status`.
    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "startTime": isStarted = try !reader.readNull()
            case "completionTime": completionTime = try reader.readTimestamp()
            case "active": active = try reader.readIntegerUnlessNull() ?? 0
            case "succeeded": succeeded = try reader.readIntegerUnlessNull() ?? 0
            case "failed": failures = try reader.readIntegerUnlessNull() ?? 0
            case "conditions":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readCondition(&reader) }
            default: break
            }
        }
    }

    private mutating func readCondition(_ reader: inout JSONReader) throws(JSONError) {
        var (type, status) = ("", "")
        var reason: JobFailureReason?
        var since: Timestamp?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": type = try reader.readStringUnlessNull() ?? ""
            case "status": status = try reader.readStringUnlessNull() ?? ""
            case "reason": reason = JobFailureReason(rawValue: try reader.readStringUnlessNull() ?? "")
            case "lastTransitionTime": since = try reader.readTimestamp()
            default: break
            }
        }
        guard status == "True" else { return }
        switch type {
        case "Complete": (isComplete, completeSince) = (true, since)
        case "Failed": (isFailed, failedSince, failureReason) = (true, since, reason)
        case "FailureTarget":
            isFailing = true
            if !isFailed { failureReason = reason }
        case "SuccessCriteriaMet": isSucceeding = true
        default: break
        }
    }
}
