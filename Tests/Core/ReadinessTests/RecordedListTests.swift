import CoreTestKit
import Dependencies
import JSONText
import Readiness
import Testing

/// The lists that a real API server answered with at the end of the recording.
@Suite struct RecordedListTests {
    /// Each object of a recorded list, in its bytes.
    private static func items(_ kind: String) throws -> [[UInt8]] {
        let bytes = try Fixtures.read("lists/\(kind).json")
        var reader = JSONReader(bytes.span)
        var items: [[UInt8]] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "items") else { continue }
            try reader.beginArray()
            while try reader.nextElement() { items.append(Array(bytes[try reader.skipValue()])) }
        }
        try reader.end()
        return items
    }

    private static var context: JudgementContext {
        let now = Timestamp(rfc3339: "2026-11-21T05:45:00Z") ?? RuleCase.began
        return JudgementContext(now: now, waitBegan: now, podNamespace: "shop", nodeName: "sim-1")
    }

    @Test(arguments: [
        ("cronjob/shop/nightly", "ready(Succeeded): CronJob shop/nightly has succeeded"),
        ("cronjob/shop/nightly max-age=5m", "ready(Succeeded): CronJob shop/nightly has succeeded within the last 5m"),
        (
            "cronjob/shop/nightly max-age=4m",
            "waiting(TooOld): CronJob shop/nightly has succeeded, but not within the last 4m"
        ),
        (
            "deployment/shop/my-api condition=rolled-out",
            "ready(RolledOut): Deployment shop/my-api is rolled out: 2 replicas available"
        ),
        ("statefulset/db/postgres", "waiting(ScaledToZero): StatefulSet db/postgres is scaled to 0"),
        ("daemonset/shop/agent", "ready(PodsReady): DaemonSet shop/agent on this pod's node: 1 of 1 pods Ready"),
        ("pod/shop/(app=my-api) min=all uptime=4m", "ready(PodsReady): Pod shop/(app=my-api): 2 of 2 Ready, 2 for 4m"),
        ("pod/shop/(app=agent) same-node", "ready(PodsReady): Pod shop/(app=agent): 1 of 1 Ready"),
        (
            "job/shop/(batch.kubernetes.io/job-name!=broken)",
            "ready(Complete): Job shop/(batch.kubernetes.io/job-name!=broken): 4 of 4 complete"
        ),
        (
            "job/shop/(batch.kubernetes.io/job-name) condition=finished",
            "ready(Finished): Job shop/(batch.kubernetes.io/job-name): 5 of 5 finished"
        ),
    ])
    func judges(dependency: String, verdict: String) throws {
        let dependency = try Dependency(canonical: dependency)
        #expect(try Self.judge(dependency).verdict.description == verdict)
    }

    private static func judge(_ dependency: Dependency) throws -> Judgement {
        let pods = try items("pods").map { try Records.pod($0) }
        switch dependency.kind {
        case .cronjob:
            return CronJobRule.judge(
                dependency, cronJobs: try items("cronjobs").map { try Records.cronJob($0) }, context: context)
        case .deployment:
            return DeploymentRule.judge(
                dependency, deployments: try items("deployments").map { try Records.deployment($0) }, context: context)
        case .statefulset:
            return StatefulSetRule.judge(
                dependency, statefulSets: try items("statefulsets").map { try Records.statefulSet($0) },
                context: context)
        case .daemonset:
            return DaemonSetRule.judge(
                dependency, daemonSet: try items("daemonsets").first.map { try Records.daemonSet($0) }, pods: pods,
                context: context)
        case .job:
            let jobs = try items("jobs").map { try Records.job($0) }.filter { matches($0.labels, dependency) }
            return JobRule.judge(dependency, jobs: jobs, context: context)
        default:
            return PodRule.judge(dependency, pods: pods.filter { matches($0.labels, dependency) }, context: context)
        }
    }

    private static func matches(_ labels: PackedLabels, _ dependency: Dependency) -> Bool {
        guard case .selector(let selector) = dependency.target else { return false }
        return selector.matches { labels[$0] }
    }
}
