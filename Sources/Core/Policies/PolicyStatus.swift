import JSONText

/// A policy's `status`: what the servers say about it.
package struct PolicyStatus: Hashable, Sendable {
    /// The condition `Accepted` (Kubernetes: `metav1.Condition`).
    package struct Acceptance: Hashable, Sendable {
        /// Whether the policy binds pods.
        package enum Verdict: String, CaseIterable, Hashable, Sendable {
            /// Every pod created since is bound by it.
            case accepted = "True"
            /// It has mistakes and is ignored.
            case refused = "False"
            /// Not every replica has it yet.
            case pending = "Unknown"
        }

        /// Whether the policy binds pods.
        package var verdict: Verdict
        /// The generation that this is about.
        package var generation: Int
        /// One word that says why.
        package var reason: String
        /// A sentence that says why.
        package var message: String
        /// Since when the verdict is what it is (RFC 3339).
        package var since: String

        /// A condition of these parts.
        package init(_ verdict: Verdict, generation: Int, reason: String, message: String, since: String) {
            self.verdict = verdict
            self.generation = generation
            self.reason = reason
            self.message = message
            self.since = since
        }
    }

    /// Whether it is accepted; nil where nothing has been said yet.
    package var acceptance: Acceptance?
    /// Since when every pod that is created is bound by this generation (RFC 3339); nil where that is not so.
    package var inForceSince: String?
    /// How many pods it selects; nil where nobody has counted.
    package var matched: Int?
    /// How many of these wait.
    package var waiting: Int?
    /// How many of these were created under it and are not gated.
    package var ungated: Int?

    /// Says nothing.
    package init() {}

    /// Whether the policy was accepted in that generation.
    package func isAccepted(_ generation: Int) -> Bool {
        acceptance?.verdict == .accepted && acceptance?.generation == generation
    }

    /// Reads the status that is the next value. What is of a wrong type says nothing.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .object else { return }
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "inForceSince": inForceSince = try reader.readStringIfAny()
            case "matched": matched = try reader.readIntegerIfAny()
            case "waiting": waiting = try reader.readIntegerIfAny()
            case "ungated": ungated = try reader.readIntegerIfAny()
            case "conditions": try readConditions(&reader)
            default: break
            }
        }
    }

    private mutating func readConditions(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .array else { return }
        try reader.beginArray()
        while try reader.nextElement() {
            guard try reader.peek() == .object else { continue }
            var type = ""
            var verdict: Acceptance.Verdict?
            var condition = Acceptance(.pending, generation: 0, reason: "", message: "", since: "")
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "type": type = try reader.readStringIfAny() ?? ""
                case "status": verdict = try reader.readStringIfAny().flatMap(Acceptance.Verdict.init)
                case "observedGeneration": condition.generation = try reader.readIntegerIfAny() ?? 0
                case "reason": condition.reason = try reader.readStringIfAny() ?? ""
                case "message": condition.message = try reader.readStringIfAny() ?? ""
                case "lastTransitionTime": condition.since = try reader.readStringIfAny() ?? ""
                default: break
                }
            }
            guard type == Self.conditionType, let verdict else { continue }
            condition.verdict = verdict
            acceptance = condition
        }
    }

    /// The one type of condition that a policy has.
    package static let conditionType = "Accepted"
}

extension PolicyStatus {
    /// The merge patch that puts this status into a policy (RFC 7386), and nothing where the policy has been changed or
    /// made anew since: `uid` must be its own.
    package func patch(uid: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.key("metadata")
        writer.beginObject()
        writer.key("uid")
        writer.string(uid)
        writer.endObject()
        writer.key("status")
        writer.beginObject()
        if let acceptance {
            writer.key("conditions")
            writer.beginArray()
            writer.beginObject()
            for (key, value) in [
                ("type", Self.conditionType), ("status", acceptance.verdict.rawValue), ("reason", acceptance.reason),
                ("message", acceptance.message), ("lastTransitionTime", acceptance.since),
            ] {
                writer.key(key)
                writer.string(value)
            }
            writer.key("observedGeneration")
            writer.integer(acceptance.generation)
            writer.endObject()
            writer.endArray()
        }
        writer.key("inForceSince")
        if let inForceSince { writer.string(inForceSince) } else { writer.null() }
        for (key, value) in [("matched", matched), ("waiting", waiting), ("ungated", ungated)] {
            guard let value else { continue }
            writer.key(key)
            writer.integer(value)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
