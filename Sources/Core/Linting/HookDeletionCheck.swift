import Dependencies
import ManifestInjection
import Manifests

/// Looks for waits for a hook's Job which the tool deletes as soon as it has succeeded: pods that come later never see it.
struct HookDeletionCheck {
    /// The objects.
    let inventory: Inventory

    /// The waits, each at its dependency.
    var findings: [LintFinding] {
        inventory.workloads.flatMap { workload in
            workload.dependencies.compactMap { dependency -> LintFinding? in
                guard dependency.kind == .job, case .name(let name) = dependency.target,
                    !dependency.options.isOptional, !dependency.options.needsAbsence,
                    let job = inventory.own.entry("Job", dependency.namespace, name), let policy = Self.policy(of: job)
                else { return nil }
                return inventory.finding(
                    .hookDeleted, workload, dependency,
                    "\(dependency.displayName) is a hook that is deleted as soon as it has succeeded (\(policy)), so pods "
                        + "that come afterwards wait for ever. Leave that policy out, or let it be before-hook-creation."
                )
            }
        }
    }

    /// The policy that deletes it on success; nil where it stays.
    private static func policy(of job: Inventory.Entry) -> String? {
        let helm = words(of: job.annotation("helm.sh/hook-delete-policy"))
        if job.annotation("helm.sh/hook") != nil, helm.contains("hook-succeeded") {
            return "helm.sh/hook-delete-policy: hook-succeeded"
        }
        let argo = words(of: job.annotation("argocd.argoproj.io/hook-delete-policy"))
        if job.annotation("argocd.argoproj.io/hook") != nil, argo.contains("HookSucceeded") {
            return "argocd.argoproj.io/hook-delete-policy: HookSucceeded"
        }
        return nil
    }

    private static func words(of text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.filter { $0 != " " } }
    }
}
