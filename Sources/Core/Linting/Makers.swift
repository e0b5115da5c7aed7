import Manifests

/// The objects among manifests of which controllers make others that no manifest has: pods, Services, Secrets.
///
/// Every custom resource counts as one, but for those of which it is known what they make.
struct Makers: Sendable {
    /// API groups whose objects make no others but the pods of workloads.
    private static let builtInGroups: Set<String> = [
        "", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "rbac.authorization.k8s.io",
        "storage.k8s.io", "apiextensions.k8s.io", "admissionregistration.k8s.io", "scheduling.k8s.io",
        "discovery.k8s.io", "coordination.k8s.io", "node.k8s.io", "events.k8s.io", "certificates.k8s.io",
        "apiregistration.k8s.io", "flowcontrol.apiserver.k8s.io", "resource.k8s.io", "wait.k8s",
    ]
    /// API groups of custom resources that may make Secrets and the like, and neither pods nor Services.
    private static let groupsWithoutPods: Set<String> = [
        "argoproj.io", "autoscaling.k8s.io", "bitnami.com", "cert-manager.io", "cilium.io", "crd.projectcalico.org",
        "elbv2.k8s.aws", "external-secrets.io", "gateway.networking.k8s.io", "helm.toolkit.fluxcd.io",
        "image.toolkit.fluxcd.io", "karpenter.sh", "keda.sh", "kustomize.config.k8s.io", "kustomize.toolkit.fluxcd.io",
        "monitoring.coreos.com", "networking.istio.io", "notification.toolkit.fluxcd.io", "policy.linkerd.io",
        "projectcontour.io", "route.openshift.io", "secrets-store.csi.x-k8s.io", "security.istio.io",
        "snapshot.storage.k8s.io", "source.toolkit.fluxcd.io", "telemetry.istio.io", "traefik.io", "velero.io",
    ]
    /// Kinds of those groups that do make pods or Services.
    private static let kindsWithPods: Set<String> = [
        "Alertmanager", "Application", "ApplicationSet", "CronWorkflow", "EventSource", "Gateway", "HelmRelease",
        "Prometheus", "PrometheusAgent", "Rollout", "ScaledJob", "Sensor", "ThanosRuler", "Workflow",
    ]

    private var names: [String: [String]] = [:]
    private var namespacesWithPods: Set<String> = []

    /// The makers among these objects.
    init(_ entries: [Inventory.Entry]) {
        for entry in entries where !Self.builtInGroups.contains(entry.object.group) {
            let spec = entry.object["spec"]
            // Flux and Argo CD bring what is in other namespaces, and say so.
            let namespace =
                spec?["targetNamespace"]?.string ?? spec?["destination"]?["namespace"]?.string ?? entry.namespace
            names[namespace, default: []] +=
                [entry.object.name, spec?["releaseName"]?.string, spec?["secretName"]?.string]
                .compactMap { $0 } + [spec?["target"]?["name"]?.string].compactMap { $0 }
            if !Self.groupsWithoutPods.contains(entry.object.group) || Self.kindsWithPods.contains(entry.object.kind) {
                namespacesWithPods.insert(namespace)
            }
        }
    }

    /// Whether a name is that of something which one of them may make: called after it, as a rule.
    func mayMake(_ name: String, in namespace: String) -> Bool {
        (names[namespace] ?? []).contains { !$0.isEmpty && name.hasPrefix($0) }
    }

    /// Whether there may be pods in a namespace that no manifest has.
    func mayMakePods(in namespace: String) -> Bool { namespacesWithPods.contains(namespace) }
}
