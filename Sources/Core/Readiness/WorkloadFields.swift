import JSONText

/// The fields of a Deployment, StatefulSet or DaemonSet (`apps/v1`) while they are read: each kind has some of them.
/// Counts are never below zero.
struct WorkloadFields {
    /// The object's metadata.
    private(set) var metadata = ObjectMetadata()
    /// `spec.replicas`, 1 where it is not said.
    private(set) var desired = 1
    /// `spec.paused`.
    private(set) var isPaused = false
    /// `spec.updateStrategy.type`, or `spec.strategy.type`.
    private(set) var strategy = ""
    /// `spec.updateStrategy.rollingUpdate.partition`.
    private(set) var partition = 0
    /// The counts of the status by their names.
    private(set) var counts = Counts()
    /// The condition Available is True.
    private(set) var isAvailable = false
    /// The condition Progressing is False since the progress deadline was exceeded.
    private(set) var isPastDeadline = false

    /// The counts of a status. Those of a DaemonSet are of nodes.
    struct Counts {
        /// `observedGeneration`; 0 where none is said.
        var observedGeneration = 0
        /// Pods of any revision.
        var replicas = 0
        /// Pods of the newest revision.
        var updated = 0
        /// Pods that are Ready.
        var ready = 0
        /// Pods that have been Ready for minReadySeconds.
        var available = 0
        /// Nodes that should run a pod.
        var desiredNodes = 0
    }

    /// The controller has seen the newest spec.
    var isObserved: Bool { counts.observedGeneration > 0 && counts.observedGeneration >= metadata.generation }

    /// Reads one object.
    init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader, keepsLabels: true)
            case "spec": try readSpec(&reader)
            case "status": try readStatus(&reader)
            default: break
            }
        }
    }

    private mutating func readSpec(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "replicas": desired = max(0, try reader.readIntegerUnlessNull() ?? 1)
            case "paused": isPaused = try reader.readBooleanUnlessNull() ?? false
            case "updateStrategy", "strategy":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let inner = try reader.nextKey() {
                    switch inner {
                    case "type": strategy = try reader.readStringUnlessNull() ?? ""
                    case "rollingUpdate":
                        guard try reader.beginObjectUnlessNull() else { continue }
                        while let field = try reader.nextKey() {
                            guard field.isEqual(to: "partition") else { continue }
                            partition = max(0, try reader.readIntegerUnlessNull() ?? 0)
                        }
                    default: break
                    }
                }
            default: break
            }
        }
    }

    private mutating func readStatus(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "observedGeneration": counts.observedGeneration = try Self.count(&reader)
            case "replicas": counts.replicas = try Self.count(&reader)
            case "updatedReplicas", "updatedNumberScheduled": counts.updated = try Self.count(&reader)
            case "readyReplicas", "numberReady": counts.ready = try Self.count(&reader)
            case "availableReplicas", "numberAvailable": counts.available = try Self.count(&reader)
            case "desiredNumberScheduled": counts.desiredNodes = try Self.count(&reader)
            case "conditions":
                guard try reader.beginArrayUnlessNull() else { continue }
                while try reader.nextElement() {
                    let condition = try ConditionFields(reading: &reader)
                    switch condition.type {
                    case "Available": isAvailable = condition.status == "True"
                    case "Progressing":
                        isPastDeadline = condition.status == "False" && condition.reason == "ProgressDeadlineExceeded"
                    default: break
                    }
                }
            default: break
            }
        }
    }

    private static func count(_ reader: inout JSONReader) throws(JSONError) -> Int {
        max(0, try reader.readIntegerUnlessNull() ?? 0)
    }
}
