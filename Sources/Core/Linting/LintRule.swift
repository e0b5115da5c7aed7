/// What is checked. The raw value is the rule's name in every report, so it never changes.
package enum LintRule: String, CaseIterable, Hashable, Sendable {
    case badAnnotation = "bad-annotation"
    case doubtfulAnnotation = "doubtful-annotation"
    case idleAnnotation = "idle-annotation"
    case badPolicy = "bad-policy"
    case doubtfulPolicy = "doubtful-policy"
    case refused
    case circle
    case selfWait = "self-wait"
    case circlesNotKnown = "circles-not-known"
    case missingObject = "missing-object"
    case missingPort = "missing-port"
    case tooFewPods = "too-few-pods"
    case nothingBehind = "nothing-behind"
    case helmWait = "helm-wait"
    case helmHookOrder = "helm-hook-order"
    case hookDeleted = "hook-deleted"
    case argoSyncOrder = "argo-sync-order"
    case fluxOrder = "flux-order"

    /// How bad a finding is.
    package enum Severity: String, CaseIterable, Hashable, Sendable, Comparable {
        /// Something that is not in the manifests may make it right.
        case warning
        /// Pods are refused, or never start.
        case error

        /// By how bad they are.
        package static func < (one: Severity, other: Severity) -> Bool { one == .warning && other == .error }
    }

    /// How bad its findings are.
    package var severity: Severity {
        switch self {
        case .doubtfulAnnotation, .idleAnnotation, .doubtfulPolicy, .circlesNotKnown, .missingObject, .nothingBehind:
            .warning
        case .badAnnotation, .badPolicy, .refused, .circle, .selfWait, .missingPort, .tooFewPods, .helmWait,
            .helmHookOrder,
            .hookDeleted, .argoSyncOrder, .fluxOrder:
            .error
        }
    }

    /// One sentence about it, for reports that list their rules.
    package var summary: String {
        switch self {
        case .badAnnotation: "An annotation under wait.k8s/ has a mistake, for which pods are refused."
        case .doubtfulAnnotation: "An annotation under wait.k8s/ may be meant otherwise."
        case .idleAnnotation: "An annotation under wait.k8s/ stands where nothing reads it."
        case .badPolicy: "A policy has a mistake, for which the whole of it is ignored."
        case .doubtfulPolicy: "A policy may be meant otherwise."
        case .refused: "The webhook would refuse the object."
        case .circle: "Pods wait for each other, so that none of them ever starts."
        case .selfWait: "A pod waits for what only its own workload brings about."
        case .circlesNotKnown: "There are too many waits to look for circles among them."
        case .missingObject: "No manifest has what is waited for."
        case .missingPort: "The Service that is waited for does not have the port that is asked for."
        case .tooFewPods: "More pods are waited for than there will be."
        case .nothingBehind: "No manifest has pods for the Service that is waited for."
        case .helmWait: "helm --wait waits for pods that wait for a hook which runs afterwards."
        case .helmHookOrder: "A Helm hook waits for what Helm creates only after that hook."
        case .hookDeleted: "A hook's Job that is waited for is deleted as soon as it has succeeded."
        case .argoSyncOrder: "Argo CD waits for pods that wait for what a later wave or phase brings."
        case .fluxOrder: "Flux waits for pods that wait for what it applies only afterwards."
        }
    }
}
