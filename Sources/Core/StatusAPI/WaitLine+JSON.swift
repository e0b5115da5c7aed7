import JSONText

extension WaitLine {
    /// The longest delay that a `move` line can ask for, in milliseconds; more is cut to this.
    package static let longestMove = 600_000

    /// The line as one JSON object, without the newline. `unrecognised` is an empty object.
    package var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        switch self {
        case .verdict(let status):
            status.write(to: &writer)
        case .heartbeat:
            writer.key("heartbeat")
            writer.boolean(true)
        case .ready(let isReady):
            writer.key("ready")
            writer.boolean(isReady)
        case .move(let milliseconds):
            writer.member("move", milliseconds)
        case .unknown(let message):
            writer.member("unknown", message)
        case .outcome(let outcome):
            outcome.write(to: &writer)
        case .unrecognised:
            break
        }
        writer.endObject()
        return writer.bytes
    }

    /// Reads one line, with or without its newline. Keys that this release does not know are passed over.
    ///
    /// - Throws: `invalidJSON`; `missingField` for a verdict without a state; `ambiguous` when one object says two things,
    ///   since a line that can be read as a release and as something else must not release anybody.
    package init(json line: Span<UInt8>) throws(StatusAPIError) {
        var fields = Fields()
        do {
            var reader = JSONReader(line)
            try fields.read(&reader)
            try reader.end()
        } catch {
            throw StatusAPIError(error)
        }
        let readings = [
            try fields.verdict(), fields.isHeartbeat ? .heartbeat : nil, fields.ready.map(WaitLine.ready),
            fields.move.map { .move(after: max(0, min($0, WaitLine.longestMove))) },
            fields.unknown.map(WaitLine.unknown(message:)), fields.outcomeLine(),
        ].compactMap { $0 }
        guard readings.count <= 1 else {
            throw StatusAPIError(.ambiguous, "a line of the status stream says several things at once; ask again")
        }
        self = readings.first ?? .unrecognised
    }
}

/// What a line's object says, key by key.
private struct Fields {
    var dependency: String?
    var state: String?
    var reason = ""
    var message = ""
    var completedJobs: [String] = []
    var isHeartbeat = false
    var ready: Bool?
    var move: Int?
    var unknown: String?
    var outcome: String?

    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "dependency": dependency = try reader.readString()
            case "state": state = try reader.readString()
            case "reason": reason = try reader.readString()
            case "message": message = try reader.readString()
            case "completedJobs": completedJobs = try reader.readStrings()
            case "heartbeat": isHeartbeat = try reader.readBoolean()
            case "ready": ready = try reader.readBoolean()
            case "move": move = try reader.readInteger()
            case "unknown": unknown = try reader.readString()
            case "outcome": outcome = try reader.readString()
            default: break
            }
        }
    }

    func verdict() throws(StatusAPIError) -> WaitLine? {
        guard let dependency else { return nil }
        guard let state else {
            throw StatusAPIError(.missingField, "the line of \(dependency) has no state; ask again")
        }
        return .verdict(
            DependencyStatus(
                dependency: dependency, state: DependencyState(word: state), reason: reason, message: message,
                completedJobs: completedJobs))
    }

    func outcomeLine() -> WaitLine? {
        switch outcome {
        case "released": .outcome(.released)
        case "failed": .outcome(.failed(message: message))
        case "refused": .outcome(.refused(message: message))
        default: nil
        }
    }
}

extension DependencyStatus {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("dependency", dependency)
        writer.member("state", state.rawValue)
        writer.member("reason", reason)
        writer.member("message", message)
        guard !completedJobs.isEmpty else { return }
        writer.member("completedJobs", completedJobs)
    }
}

extension WaitOutcome {
    fileprivate func write(to writer: inout JSONWriter) {
        switch self {
        case .released:
            writer.member("outcome", "released")
        case .failed(let message):
            writer.member("outcome", "failed")
            writer.member("message", message)
        case .refused(let message):
            writer.member("outcome", "refused")
            writer.member("message", message)
        }
    }
}
