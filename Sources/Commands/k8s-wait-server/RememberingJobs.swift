internal import Dependencies
internal import JobMemory
internal import Readiness
internal import StatusServer

/// Job memory as the status server asks and tells it: first the record, then the siblings.
struct RememberingJobs: JobRemembering {
    private let memory: JobMemory

    /// The answers of a memory that runs.
    init(_ memory: JobMemory) { self.memory = memory }

    /// The proof that a Job which is gone has completed, for pods like the one that asks.
    func remembered(
        _ job: Dependency, for asker: JobAsker, siblings: () -> [GatedPod], now: Timestamp
    ) -> RememberedJob? {
        guard let controller = PodController(asker.controller, in: asker.namespace) else { return nil }
        let label = { (_: String) in asker.label }
        if let proof = memory.remembered(job, for: controller, label: label, now: now) { return proof }
        return SiblingProof.find(
            of: job, for: controller, label: label, among: siblings().lazy.flatMap(SiblingProof.Sibling.all(of:)))
    }

    /// A wait has seen a Job complete.
    func saw(_ sighting: JobSighting) {
        guard let controller = PodController(sighting.asker.controller, in: sighting.asker.namespace) else { return }
        let job = CompletedJob(of: sighting.dependency, uid: sighting.uid)
        let seen = Sighting(
            of: job, completedAt: sighting.completedAt, for: sighting.dependency, by: controller,
            label: { _ in sighting.asker.label })
        if let seen { memory.note(seen) }
    }
}

extension PodController {
    /// The controller that a pod names, if memory knows its kind.
    init?(_ reference: ControllerReference, in namespace: String) {
        self.init(
            apiVersion: reference.apiVersion, kind: reference.kind, name: reference.name, uid: reference.uid,
            namespace: namespace
        ) { label in
            switch label {
            case Self.revisionLabel: reference.revisionHash
            case Self.templateLabel: reference.templateHash
            default: nil
            }
        }
    }
}

extension SiblingProof.Sibling {
    /// What each waiting container of a pod tells; nothing where memory does not know the pod's controller.
    static func all(of pod: GatedPod) -> [SiblingProof.Sibling] {
        guard let controller = pod.controller.flatMap({ PodController($0, in: pod.namespace) }) else { return [] }
        return pod.containers.map { container in
            SiblingProof.Sibling(
                controller: controller, wasReleased: container.ending == .released,
                dependencies: { (try? container.question())?.dependencies ?? [] }, label: pod.label)
        }
    }
}
