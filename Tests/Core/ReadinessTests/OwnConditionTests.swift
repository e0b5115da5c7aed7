import Dependencies
import Readiness
import Testing

/// The grammar lets an option of a kind's own rule stand beside a condition only where that rule judges the condition.
@Suite struct OwnConditionTests {
    @Test(arguments: [
        (DependencyKind.pod, "uptime=5"), (.job, "uptime=5"), (.deployment, "min=2"), (.statefulset, "min=2"),
        (.daemonset, "anywhere"), (.crd, "version=v1"), (.cronjob, "max-age=5"), (.service, "min=2"),
    ])
    func noOptionIsLeftUnseen(kind: DependencyKind, option: String) throws {
        let target = kind == .crd ? "a.b" : "a/b"
        let conditions = [
            "Ready", "Available", "Complete", "Established", "finished", "succeeded", "rolled-out", "bound", "Other",
            "ready-or-succeeded", "ready-or-finished", "READY", "Ready=False", "Complete=True",
        ]
        for condition in conditions {
            guard let dependency = try? Dependency(canonical: "\(kind.rawValue)/\(target) condition=\(condition)")
            else {
                continue
            }
            let both = try? Dependency(canonical: "\(dependency) \(option)")
            #expect((both == nil) == dependency.isJudgedAsResource, "\(dependency) \(option)")
        }
    }
}
