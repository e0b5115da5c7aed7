import Dependencies
import Readiness
import Testing

@Suite struct CronJobRuleTests {
    private static func cronJob(succeeded: Int? = nil, suspend: String = "false", metadata: String = "") -> String {
        let status = succeeded.map { #""lastSuccessfulTime":"\#(RuleCase.time($0))""# } ?? ""
        return #"{"metadata":{\#(metadata)"name":"n","namespace":"shop"},"spec":{"suspend":\#(suspend)},"#
            + #""status":{"lastScheduleTime":"2026-11-21T03:00:00Z","active":[{"name":"x"}]\#(status.isEmpty ? "" : ",")"#
            + #"\#(status)}}"#
    }

    private static let suspended = "and is suspended: it starts no Jobs until spec.suspend is false"

    static let cases = [
        RuleCase(
            "never", [cronJob()], "cronjob/shop/n", "waiting(NeverSucceeded): CronJob shop/n has never succeeded"),
        RuleCase(
            "ever", [cronJob(succeeded: -1_000_000)], "cronjob/shop/n",
            "ready(Succeeded): CronJob shop/n has succeeded"),
        RuleCase(
            "never, and suspended", [cronJob(suspend: "true")], "cronjob/shop/n",
            "stalled(Suspended): CronJob shop/n has never succeeded, \(suspended)"),
        RuleCase(
            "ever, and suspended", [cronJob(succeeded: -5, suspend: "true")], "cronjob/shop/n",
            "ready(Succeeded): CronJob shop/n has succeeded"),
        RuleCase(
            "suspend is null", [cronJob(suspend: "null")], "cronjob/shop/n",
            "waiting(NeverSucceeded): CronJob shop/n has never succeeded"),
        RuleCase(
            "recently", [cronJob(succeeded: -600)], "cronjob/shop/n max-age=1h",
            "ready(Succeeded): CronJob shop/n has succeeded within the last 1h", reviewAfter: 3001),
        RuleCase(
            "just recently enough", [cronJob(succeeded: -3600)], "cronjob/shop/n max-age=1h",
            "ready(Succeeded): CronJob shop/n has succeeded within the last 1h", reviewAfter: 1),
        RuleCase(
            "a fresh success goes stale", [cronJob(succeeded: -3600)], "cronjob/shop/n max-age=1h", after: 1,
            "waiting(TooOld): CronJob shop/n has succeeded, but not within the last 1h"),
        RuleCase(
            "stale, and suspended", [cronJob(succeeded: -3601, suspend: "true")], "cronjob/shop/n max-age=1h",
            "stalled(Suspended): CronJob shop/n has succeeded, but not within the last 1h, \(suspended)"),
        RuleCase(
            "being deleted", [cronJob(succeeded: -5, metadata: #""deletionTimestamp":"2026-11-21T12:00:00Z","#)],
            "cronjob/shop/n", "waiting(NotFound): CronJob shop/n is being deleted"),
        RuleCase(
            "missing", [], "cronjob/shop/n", "waiting(NotFound): CronJob shop/n does not exist", reviewAfter: 60),
        RuleCase("exists", [cronJob()], "cronjob/shop/n exists", "ready(Exists): CronJob shop/n exists"),
    ]

    @Test(arguments: cases)
    func judges(_ item: RuleCase) throws {
        let objects = try item.objects.map { try Records.cronJob($0) }
        let dependency = try Dependency(canonical: item.dependency)
        item.check(CronJobRule.judge(dependency, cronJobs: objects, context: item.context))
    }
}
