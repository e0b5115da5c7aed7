import JSONText

/// The fields of a pod's status while they are read.
struct PodStatusFields {
    /// `phase`.
    private(set) var phase = PodRecord.Phase.pending
    /// The condition Ready is True.
    private(set) var isReady = false

    private var readyTransition: Timestamp?
    private var lastEnd: Timestamp?
    private var isUnschedulable = false
    private var containerTrouble = PodRecord.Trouble.none

    /// What keeps the pod from becoming Ready.
    var trouble: PodRecord.Trouble { isUnschedulable ? .unschedulable : containerTrouble }

    /// Since when it is Ready or not, or has ended. A pod that was never Ready keeps its condition as it ends.
    var since: Timestamp? { phase == .succeeded || phase == .failed ? lastEnd : readyTransition }

    /// Reads `status`.
    mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "phase": phase = Self.phase(try reader.readStringUnlessNull() ?? "")
            case "conditions":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readCondition(&reader) }
            case "containerStatuses", "initContainerStatuses":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() { try readContainer(&reader) }
            default: break
            }
        }
    }

    private mutating func readCondition(_ reader: inout JSONReader) throws(JSONError) {
        let condition = try ConditionFields(reading: &reader)
        switch condition.type {
        case "Ready": (isReady, readyTransition) = (condition.status == "True", condition.transition)
        case "PodScheduled": isUnschedulable = condition.status == "False" && condition.reason == "Unschedulable"
        default: break
        }
    }

    private mutating func readContainer(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "state"), try reader.beginObjectUnlessNull() else { continue }
            while let state = try reader.nextKey() {
                let isEnd = state.isEqual(to: "terminated")
                guard isEnd || state.isEqual(to: "waiting"), try reader.beginObjectUnlessNull() else { continue }
                while let field = try reader.nextKey() {
                    switch field {
                    case "finishedAt" where isEnd:
                        guard let end = try reader.readTimestamp() else { continue }
                        lastEnd = lastEnd.map { max($0, end) } ?? end
                    case "reason" where !isEnd:
                        let trouble = Self.trouble(try reader.readStringUnlessNull() ?? "")
                        if containerTrouble == .none { containerTrouble = trouble }
                    default: break
                    }
                }
            }
        }
    }

    private static func phase(_ text: String) -> PodRecord.Phase {
        switch text {
        case "Running": .running
        case "Succeeded": .succeeded
        case "Failed": .failed
        case "Unknown": .unknown
        default: .pending
        }
    }

    /// By the reasons that the kubelet gives for a container that waits. Those of a first failure and of the back-off
    /// that follows it are alike, so that a verdict does not go to and fro between two tries.
    private static func trouble(_ reason: String) -> PodRecord.Trouble {
        switch reason {
        case "CrashLoopBackOff": .crashLoop
        case "ImagePullBackOff", "ErrImagePull", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError": .image
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError": .configuration
        default: .none
        }
    }
}
