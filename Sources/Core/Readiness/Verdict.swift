/// How a dependency stands, why, and what a person can do about it.
package struct Verdict: Hashable, Sendable, CustomStringConvertible {
    /// The five states.
    package enum State: String, CaseIterable, Hashable, Sendable {
        /// It is there.
        case ready
        /// Not yet.
        case waiting
        /// It will not get there by itself: keep waiting, and say so loudly.
        case stalled
        /// It has failed for good.
        case failed
        /// Nobody can tell at present: never a reason to pass.
        case unknown
    }

    /// Why, in one word of a fixed set, fit for a metric's label.
    package enum Reason: String, CaseIterable, Hashable, Sendable {
        // Any kind.
        case notFound = "NotFound"
        case forbidden = "Forbidden"
        case notGranted = "NotGranted"
        case crossNamespaceDenied = "CrossNamespaceDenied"
        case cacheNotSynced = "CacheNotSynced"
        case apiServerUnreachable = "APIServerUnreachable"
        case watchLimit = "WatchLimit"
        case unreadable = "Unreadable"
        case stillThere = "StillThere"
        case gone = "Gone"
        case optional = "Optional"
        case conditionNotJudged = "ConditionNotJudged"
        case nodeUnknown = "NodeUnknown"
        case tooRecent = "TooRecent"
        case notObserved = "NotObserved"
        case scaledToZero = "ScaledToZero"
        // Services.
        case endpointsReady = "EndpointsReady"
        case exists = "Exists"
        case externalName = "ExternalName"
        case noEndpoints = "NoEndpoints"
        case endpointsNotReady = "EndpointsNotReady"
        case portNotServed = "PortNotServed"
        // Jobs.
        case complete = "Complete"
        case completedEarlier = "CompletedEarlier"
        case notStarted = "NotStarted"
        case running = "Running"
        case suspended = "Suspended"
        case successCriteriaMet = "SuccessCriteriaMet"
        case failureTarget = "FailureTarget"
        case failedMayBeReplaced = "FailedMayBeReplaced"
        case failed = "Failed"
        case notMatching = "NotMatching"
        case podLabelMissing = "PodLabelMissing"
        case remembered = "Remembered"
        case finished = "Finished"
        // Pods.
        case podsReady = "PodsReady"
        case podsNotReady = "PodsNotReady"
        case ended = "Ended"
        case notOnNode = "NotOnNode"
        case unschedulable = "Unschedulable"
        case crashLoop = "CrashLoop"
        case imageUnavailable = "ImageUnavailable"
        case configurationMissing = "ConfigurationMissing"
        // CronJobs.
        case succeeded = "Succeeded"
        case neverSucceeded = "NeverSucceeded"
        case tooOld = "TooOld"
        // Deployments, StatefulSets, DaemonSets.
        case available = "Available"
        case notAvailable = "NotAvailable"
        case replicasReady = "ReplicasReady"
        case replicasNotReady = "ReplicasNotReady"
        case rolledOut = "RolledOut"
        case rollingOut = "RollingOut"
        case progressDeadlineExceeded = "ProgressDeadlineExceeded"
        case paused = "Paused"
        case updatesOnDelete = "UpdatesOnDelete"
        case noPodOnNode = "NoPodOnNode"
        // Conditions and fields of an object of any kind.
        case kindNotFound = "KindNotFound"
        case conditionMet = "ConditionMet"
        case conditionNotMet = "ConditionNotMet"
        case noConditions = "NoConditions"
        case reportsStalled = "ReportsStalled"
        case fieldMatches = "FieldMatches"
        case fieldDiffers = "FieldDiffers"
        case fieldMissing = "FieldMissing"
        case fieldNotComparable = "FieldNotComparable"
        // PersistentVolumeClaims.
        case bound = "Bound"
        case notBound = "NotBound"
        case lost = "Lost"
        // CustomResourceDefinitions.
        case established = "Established"
        case notEstablished = "NotEstablished"
        case namesNotAccepted = "NamesNotAccepted"
        case versionNotServed = "VersionNotServed"
        // ConfigMaps and Secrets.
        case keyPresent = "KeyPresent"
        case keyMissing = "KeyMissing"
        // Nodes.
        case nodeReady = "NodeReady"
        case nodeNotReady = "NodeNotReady"
        case nodeUnresponsive = "NodeUnresponsive"
        // Containers of the waiting pod.
        case containerReady = "ContainerReady"
        case containerNotReady = "ContainerNotReady"
    }

    /// The state.
    package let state: State
    /// Why.
    package let reason: Reason
    /// One line that a person can act on. It never holds the value of an object's field.
    package let message: String

    /// A verdict; the message must be one line.
    package init(_ state: State, _ reason: Reason, _ message: String) {
        self.state = state
        self.reason = reason
        self.message = message
    }

    /// `waiting(NoEndpoints): Service db/postgres has no endpoints`.
    package var description: String { "\(state.rawValue)(\(reason.rawValue)): \(message)" }
}
