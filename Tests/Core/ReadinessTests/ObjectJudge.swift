import Dependencies
import JSONText
import Readiness
import Testing

/// Judges one object, given as JSON, by the rule that a server would ask.
enum ObjectJudge {
    static let began = Timestamp(seconds: 1_000)

    /// The verdict on a dependency, given in canonical text, in a wait of a pod in namespace shop.
    static func judge(
        _ dependency: String, _ json: String?, after seconds: Int = 0, names: [String] = []
    ) throws -> Judgement {
        try judge(Dependency(canonical: dependency), json, after: seconds, names: names)
    }

    static func judge(
        _ dependency: Dependency, _ json: String?, after seconds: Int = 0, names: [String] = []
    ) throws -> Judgement {
        let context = JudgementContext(
            now: began.adding(seconds: seconds), waitBegan: began, podNamespace: "shop", nodeName: "n-1",
            namesInPodNamespace: { $0 == dependency.kind ? names : [] })
        let bytes = json.map { Array($0.utf8) }
        if dependency.isJudgedAsResource {
            let requirement = ResourceRequirement(dependency)
            let record = try read(bytes) { reader throws(JSONError) in
                try ResourceRecord(reading: &reader, requirement: requirement)
            }
            return ResourceRule.judge(dependency, object: record, context: context)
        }
        switch dependency.kind {
        case .service:
            let record = try read(bytes) { reader throws(JSONError) in try ServiceRecord(reading: &reader) }
            return ServiceRule.judge(dependency, services: list(record), slices: [], context: context)
        case .pod:
            let record = try read(bytes) { reader throws(JSONError) in try PodRecord(reading: &reader) }
            return PodRule.judge(dependency, pods: list(record), context: context)
        case .job:
            let record = try read(bytes) { reader throws(JSONError) in try JobRecord(reading: &reader) }
            return JobRule.judge(dependency, jobs: list(record), context: context)
        case .cronjob:
            let record = try read(bytes) { reader throws(JSONError) in try CronJobRecord(reading: &reader) }
            return CronJobRule.judge(dependency, cronJobs: list(record), context: context)
        case .deployment:
            let record = try read(bytes) { reader throws(JSONError) in try DeploymentRecord(reading: &reader) }
            return DeploymentRule.judge(dependency, deployments: list(record), context: context)
        case .statefulset:
            let record = try read(bytes) { reader throws(JSONError) in try StatefulSetRecord(reading: &reader) }
            return StatefulSetRule.judge(dependency, statefulSets: list(record), context: context)
        case .daemonset:
            let record = try read(bytes) { reader throws(JSONError) in try DaemonSetRecord(reading: &reader) }
            return DaemonSetRule.judge(dependency, daemonSet: record, pods: [], context: context)
        case .pvc:
            let record = try read(bytes) { reader throws(JSONError) in try VolumeClaimRecord(reading: &reader) }
            return VolumeClaimRule.judge(dependency, claim: record, context: context)
        case .crd:
            let record = try read(bytes) { reader throws(JSONError) in
                try CustomResourceDefinitionRecord(reading: &reader)
            }
            return CustomResourceDefinitionRule.judge(dependency, definition: record, context: context)
        case .configmap, .secret:
            let record = try read(bytes) { reader throws(JSONError) in try ConfigurationRecord(reading: &reader) }
            return ConfigurationRule.judge(dependency, configuration: record, context: context)
        case .node:
            let record = try read(bytes) { reader throws(JSONError) in try NodeRecord(reading: &reader) }
            return NodeRule.judge(dependency, node: record, context: context)
        case .container:
            let state = try read(bytes) { reader throws(JSONError) in try ContainerState(reading: &reader) }
            return ContainerRule.judge(dependency, container: state, context: context)
        case .resource, .tcp, .http, .dns, .file:
            throw NoRule(kind: dependency.kind)
        }
    }

    /// A kind that no rule here is for.
    struct NoRule: Error { let kind: DependencyKind }

    /// The record of a JSON text, which must be one whole value; nil for none.
    private static func read<Record>(
        _ bytes: [UInt8]?, _ read: (inout JSONReader) throws(JSONError) -> Record
    ) throws(JSONError) -> Record? {
        guard let bytes else { return nil }
        var reader = JSONReader(bytes.span)
        let record = try read(&reader)
        try reader.end()
        return record
    }

    private static func list<Record>(_ record: Record?) -> [Record] { record.map { [$0] } ?? [] }
}
