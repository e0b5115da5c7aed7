/// What `kubectl get pods` says of a pod in one word (`printPod` of the API server).
enum PodSummary {
    /// `Running`, `Init:0/2`, `CrashLoopBackOff`, `Terminating`, …
    static func status(_ pod: JSONValue) -> String {
        if pod.at("metadata", "deletionTimestamp") != nil { return "Terminating" }
        if let waiting = initStatus(pod) { return waiting }
        for status in pod.at("status", "containerStatuses")?.array ?? [] {
            if let reason = status.at("state", "waiting", "reason")?.string, !reason.isEmpty { return reason }
            if let reason = status.at("state", "terminated", "reason")?.string, !reason.isEmpty { return reason }
        }
        return pod.at("status", "reason")?.string ?? pod.at("status", "phase")?.string ?? "Unknown"
    }

    /// The restarts of all containers.
    static func restarts(_ pod: JSONValue) -> Int {
        (pod.at("status", "containerStatuses")?.array ?? []).reduce(0) { $0 &+ ($1["restartCount"]?.integer ?? 0) }
    }

    /// `Init:1/2` while init containers run, or the reason why one does not.
    private static func initStatus(_ pod: JSONValue) -> String? {
        let total = (pod.at("spec", "initContainers")?.array ?? []).count
        for (index, status) in (pod.at("status", "initContainerStatuses")?.array ?? []).enumerated() {
            if status.at("state", "terminated", "exitCode") == 0 { continue }
            if status["started"] == true, status.at("state", "running") != nil { continue }
            if let reason = status.at("state", "terminated", "reason")?.string { return "Init:\(reason)" }
            if let reason = status.at("state", "waiting", "reason")?.string, reason != "PodInitializing" {
                return "Init:\(reason)"
            }
            return "Init:\(index)/\(total)"
        }
        return nil
    }
}
