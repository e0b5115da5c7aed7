import Dependencies
import JSONText
import Readiness
import Testing

/// The state of a wait while recorded lines go by.
struct Replay {
    let dependencies: [Dependency]
    let began: Timestamp
    var now: Timestamp
    private let nodeName: String?
    private var services: [String: ServiceRecord] = [:]
    private var slices: [String: EndpointSliceRecord] = [:]
    private var jobs: [String: JobRecord] = [:]
    private var pods: [String: PodRecord] = [:]
    private var deployments: [String: DeploymentRecord] = [:]
    private var statefulSets: [String: StatefulSetRecord] = [:]
    private var daemonSets: [String: DaemonSetRecord] = [:]
    /// The last JSON of every object, by the plural of its kind and its name.
    private var objects: [String: [UInt8]] = [:]
    private var completedJobs: Set<CompletedJob> = []
    private var last: [String?]
    private var reviews: [Timestamp] = []

    init(dependencies: [String], began: String, nodeName: String?) throws {
        self.dependencies = try dependencies.map { try Dependency(canonical: $0) }
        self.began = try #require(Timestamp(rfc3339: began))
        self.nodeName = nodeName
        now = self.began
        last = dependencies.map { _ in nil }
    }

    var nextReview: Timestamp? { reviews.filter { $0 > now }.min() }

    mutating func apply(_ line: WatchRecording.Line) throws -> String {
        if let time = line.time { now = max(now, time) }
        guard line.type != "BOOKMARK" else { return "" }
        var reader = JSONReader(line.object.span)
        let isGone = line.type == "DELETED"
        let key: String
        switch line.resource {
        case "foos":
            let record = try ResourceRecord(reading: &reader, requirement: ResourceRequirement([]))
            key = "\(record.namespace)/\(record.name)"
        case "services":
            let record = try ServiceRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            services[key] = isGone ? nil : record
        case "endpointslices":
            let record = try EndpointSliceRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            slices[key] = isGone ? nil : record
        case "pods":
            let record = try PodRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            pods[key] = isGone ? nil : record
        case "deployments":
            let record = try DeploymentRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            deployments[key] = isGone ? nil : record
        case "statefulsets":
            let record = try StatefulSetRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            statefulSets[key] = isGone ? nil : record
        case "daemonsets":
            let record = try DaemonSetRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            daemonSets[key] = isGone ? nil : record
        default:
            let record = try JobRecord(reading: &reader)
            key = "\(record.namespace)/\(record.name)"
            jobs[key] = isGone ? nil : record
        }
        objects["\(line.resource)/\(key)"] = isGone ? nil : line.object
        return " \(key)"
    }

    /// The verdicts that are not what they were.
    mutating func changes() -> [String] {
        reviews = []
        var changed: [String] = []
        for (index, dependency) in dependencies.enumerated() {
            let judgement = judge(dependency)
            completedJobs.formUnion(judgement.completedJobs)
            if let review = judgement.reviewAt { reviews.append(review) }
            let text = judgement.verdict.description
            guard text != last[index] else { continue }
            last[index] = text
            changed.append("    \(dependency)  →  \(text)")
        }
        return changed
    }

    private func judge(_ dependency: Dependency) -> Judgement {
        let names = jobs.values.filter { $0.namespace == "shop" }.map(\.name)
        let context = JudgementContext(
            now: now, waitBegan: began, podNamespace: "shop", nodeName: nodeName, completedJobs: completedJobs,
            namesInPodNamespace: { $0 == .job ? names : [] })
        if dependency.isJudgedAsResource { return judgeAsResource(dependency, context) }
        switch dependency.kind {
        case .service:
            return ServiceRule.judge(
                dependency, services: chosen(services, by: dependency) { $0.labels }, slices: Array(slices.values),
                pods: { uid in pods.values.first { $0.uid == uid } }, context: context)
        case .job:
            return JobRule.judge(dependency, jobs: chosen(jobs, by: dependency) { $0.labels }, context: context)
        case .pod:
            return PodRule.judge(dependency, pods: chosen(pods, by: dependency) { $0.labels }, context: context)
        case .deployment:
            return DeploymentRule.judge(
                dependency, deployments: chosen(deployments, by: dependency) { $0.labels }, context: context)
        case .statefulset:
            return StatefulSetRule.judge(
                dependency, statefulSets: chosen(statefulSets, by: dependency) { $0.labels }, context: context)
        case .daemonset:
            return DaemonSetRule.judge(
                dependency, daemonSet: daemonSets["\(dependency.namespace)/\(dependency.target)"],
                pods: pods.values.filter { $0.namespace == dependency.namespace }.sorted { $0.name < $1.name },
                context: context)
        default:
            return Judgement(Verdict(.unknown, .notFound, "the table has no such kind"))
        }
    }

    private func judgeAsResource(_ dependency: Dependency, _ context: JudgementContext) -> Judgement {
        let plural = dependency.kind == .resource ? "foos" : "\(dependency.kind)s"
        let record = objects["\(plural)/\(dependency.namespace)/\(dependency.target)"].flatMap { bytes in
            var reader = JSONReader(bytes.span)
            return try? ResourceRecord(reading: &reader, requirement: ResourceRequirement(dependency))
        }
        return ResourceRule.judge(dependency, object: record, context: context)
    }

    /// The objects that a dependency chooses, as the status server gives them to the rules.
    private func chosen<Record>(
        _ records: [String: Record], by dependency: Dependency, _ labels: (Record) -> PackedLabels
    ) -> [Record] {
        switch dependency.target {
        case .name(let name):
            records["\(dependency.namespace)/\(name)"].map { [$0] } ?? []
        case .selector(let selector):
            records.filter { key, record in
                let labels = labels(record)
                return key.hasPrefix("\(dependency.namespace)/") && selector.matches { labels[$0] }
            }.sorted { $0.key < $1.key }.map(\.value)
        default:
            []
        }
    }
}
