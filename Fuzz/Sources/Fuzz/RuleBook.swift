import Dependencies
import JSONText
import Readiness

/// Records of every kind that a text is, and every rule that judges by them.
struct RuleBook {
    /// When it is.
    static let now = Timestamp(seconds: 1_795_240_000)

    /// One dependency at least of every kind and option.
    static let dependencies: [Dependency] = [
        "service/shop/web", "service/shop/web port=http min=2", "service/shop/web port=8080 min=all",
        "service/shop/web uptime=30s", "service/shop/web min=0", "service/shop/(app=web)",
        "service/shop/web jsonpath={.status.loadBalancer.ingress[0].ip}", "pod/shop/web-0", "pod/shop/(app=web) min=2",
        "pod/shop/(app=web) same-node", "pod/shop/web-0 condition=succeeded uptime=1m",
        "pod/shop/web-0 condition=ready-or-finished", "pod/shop/web-0 condition=Initialized", "job/shop/migrate",
        "job/shop/migrate condition=finished uptime=1m", "job/shop/(app=web) min=1", "job/shop/migrate match=(app=web)",
        "job/shop/migrate match=pod:app remember=24h", "cronjob/shop/nightly", "cronjob/shop/nightly max-age=25h",
        "deployment/shop/web", "deployment/shop/web condition=rolled-out", "deployment/shop/(app=web) min=all",
        "statefulset/shop/web min=2", "statefulset/shop/web condition=rolled-out", "daemonset/shop/agent",
        "daemonset/shop/agent anywhere", "daemonset/shop/agent if-absent=ready",
        "daemonset/shop/agent condition=rolled-out", "pvc/shop/data", "crd/foos.example.com version=v1",
        "configmap/shop/settings key=a", "secret/shop/settings", "node/n-1", "container/app",
        "foos.example.com/shop/web", "foos.example.com/shop/web condition=Available=False",
        "foos.example.com/shop/web jsonpath={.status.phase}=Running",
        "foos.example.com/shop/web jsonpath={.status.conditions[?(@.type==\"Ready\")].status}=True",
        "foos.example.com/shop/web jsonpath={..a}", "deployment/shop/web absent", "pvc/shop/data optional",
        "job/shop/migrate exists",
    ].compactMap { text in
        do throws(Diagnostic) { return try Dependency(canonical: text) } catch { fatalError("\(text): \(error)") }
    }

    private var objects: [[UInt8]] = []
    private var services: [ServiceRecord] = []
    private var slices: [EndpointSliceRecord] = []
    private var pods: [PodRecord] = []
    private var jobs: [JobRecord] = []
    private var cronJobs: [CronJobRecord] = []
    private var deployments: [DeploymentRecord] = []
    private var statefulSets: [StatefulSetRecord] = []
    private var daemonSets: [DaemonSetRecord] = []
    private var claims: [VolumeClaimRecord] = []
    private var definitions: [CustomResourceDefinitionRecord] = []
    private var configurations: [ConfigurationRecord] = []
    private var nodes: [NodeRecord] = []
    private var containers: [ContainerState] = []

    /// Adds an object as whatever it can be read as.
    mutating func add(_ bytes: [UInt8]) {
        objects.append(bytes)
        func read<Record>(_ read: (inout JSONReader) throws(JSONError) -> Record) -> [Record] {
            var reader = JSONReader(bytes.span)
            return (try? read(&reader)).map { [$0] } ?? []
        }
        services += read { reader throws(JSONError) in try ServiceRecord(reading: &reader) }
        slices += read { reader throws(JSONError) in try EndpointSliceRecord(reading: &reader) }
        pods += read { reader throws(JSONError) in try PodRecord(reading: &reader) }
        jobs += read { reader throws(JSONError) in try JobRecord(reading: &reader) }
        cronJobs += read { reader throws(JSONError) in try CronJobRecord(reading: &reader) }
        deployments += read { reader throws(JSONError) in try DeploymentRecord(reading: &reader) }
        statefulSets += read { reader throws(JSONError) in try StatefulSetRecord(reading: &reader) }
        daemonSets += read { reader throws(JSONError) in try DaemonSetRecord(reading: &reader) }
        claims += read { reader throws(JSONError) in try VolumeClaimRecord(reading: &reader) }
        definitions += read { reader throws(JSONError) in try CustomResourceDefinitionRecord(reading: &reader) }
        configurations += read { reader throws(JSONError) in try ConfigurationRecord(reading: &reader) }
        nodes += read { reader throws(JSONError) in try NodeRecord(reading: &reader) }
        containers += read { reader throws(JSONError) in try ContainerState(reading: &reader) }
    }

    /// The judgement on a dependency, of which a selector chooses all objects and a name the first.
    func judge(_ dependency: Dependency) -> Judgement {
        let context = JudgementContext(
            now: Self.now, waitBegan: Self.now.adding(seconds: -90), podNamespace: "shop", nodeName: "n-1",
            podLabel: { ["app": "web"][$0] }, namesInPodNamespace: { _ in ["web", "migrated"] })
        if dependency.isJudgedAsResource {
            let requirement = ResourceRequirement(dependency)
            let record = objects.first.flatMap { bytes in
                var reader = JSONReader(bytes.span)
                return try? ResourceRecord(reading: &reader, requirement: requirement)
            }
            return ResourceRule.judge(dependency, object: record, context: context)
        }
        switch dependency.kind {
        case .service:
            return ServiceRule.judge(
                dependency, services: chosen(services, dependency), slices: slices,
                pods: { uid in pods.first { $0.uid == uid } }, context: context)
        case .pod: return PodRule.judge(dependency, pods: chosen(pods, dependency), context: context)
        case .job: return JobRule.judge(dependency, jobs: chosen(jobs, dependency), context: context)
        case .cronjob:
            return CronJobRule.judge(dependency, cronJobs: chosen(cronJobs, dependency), context: context)
        case .deployment:
            return DeploymentRule.judge(dependency, deployments: chosen(deployments, dependency), context: context)
        case .statefulset:
            return StatefulSetRule.judge(dependency, statefulSets: chosen(statefulSets, dependency), context: context)
        case .daemonset:
            return DaemonSetRule.judge(dependency, daemonSet: daemonSets.first, pods: pods, context: context)
        case .pvc: return VolumeClaimRule.judge(dependency, claim: claims.first, context: context)
        case .crd:
            return CustomResourceDefinitionRule.judge(dependency, definition: definitions.first, context: context)
        case .configmap, .secret:
            return ConfigurationRule.judge(dependency, configuration: configurations.first, context: context)
        case .node: return NodeRule.judge(dependency, node: nodes.first, context: context)
        case .container: return ContainerRule.judge(dependency, container: containers.first, context: context)
        case .resource, .tcp, .http, .dns, .file: fatalError("\(dependency) has no rule")
        }
    }

    private func chosen<Record>(_ records: [Record], _ dependency: Dependency) -> [Record] {
        if case .selector = dependency.target { records } else { Array(records.prefix(1)) }
    }
}
