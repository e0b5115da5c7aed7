import Dependencies
import JSONText
import KubernetesClient
import LiveWorkloads
import Policies
import WaitGraph

/// A pod that may ask, on its way from the watch: both what the state keeps of it and what is told of it beside.
struct ObservedPod: WatchedRecord {
    /// For the state.
    let pod: GatedPod
    /// For the observer.
    let live: LivePod

    /// The pod's namespace.
    var namespace: String { pod.namespace }
    /// The pod's name.
    var name: String { pod.name }

    /// Reads a pod once for both.
    init(reading reader: inout JSONReader, repository: String) throws(JSONError) {
        let fields = try GatedPodFields(reading: &reader)
        pod = GatedPod(fields, repository: repository)
        let traits = PodTraits(
            namespace: fields.namespace, labels: fields.labels.map { ($0.key, $0.value) },
            controller: pod.controller.map { PodTraits.Owner(kind: $0.kind, name: $0.name) })
        // One that has failed never goes on; another takes its place, or none.
        live = LivePod(
            traits, name: fields.name, isBeingDeleted: fields.isDeleting || fields.phase == "Failed",
            standing: Self.standing(pod.containers))
    }

    /// A pod waits as long as one of its containers that wait has not ended as it should.
    private static func standing(_ containers: [WaitingContainer]) -> LivePod.Standing {
        let waiting = containers.filter { container in
            switch container.ending {
            case .released, .exited(0): false
            case .exited, nil: true
            }
        }
        guard !waiting.isEmpty else { return .past }
        var waits: [Dependency] = []
        for container in waiting {
            // Of what cannot be read nobody knows what it waits for.
            for wait in (try? container.question().lastingDependencies) ?? [] where !waits.contains(wait) {
                waits.append(wait)
            }
        }
        return .waiting(waits)
    }

    /// Tells `observer` its part of what the watch has told.
    ///
    /// - Returns: the state's part.
    static func part(
        _ events: [ReflectorEvent<DecodedObject>], with observer: any GatedPodObserving
    ) -> [ReflectorEvent<DecodedObject>] {
        observer.observe(events.compactMap(news))
        return events.map { event in
            switch event {
            case .applied(.record(let record as ObservedPod)): .applied(.record(record.pod))
            case .deleted(.record(let record as ObservedPod)): .deleted(.record(record.pod))
            default: event
            }
        }
    }

    /// What the observer is told; nothing of a pod that cannot be read, so that it counts as it was.
    private static func news(_ event: ReflectorEvent<DecodedObject>) -> ReflectorEvent<LivePod>? {
        switch event {
        case .applied(.record(let record as ObservedPod)): .applied(record.live)
        case .deleted(.record(let record as ObservedPod)): .deleted(record.live)
        case .deleted(let object):
            .deleted(
                LivePod(
                    PodTraits(namespace: object.name.namespace, labels: [], controller: nil), name: object.name.name,
                    isBeingDeleted: true, standing: .past))
        case .applied: nil
        case .listing: .listing
        case .listed: .listed
        case .current: .current
        case .interrupted(let reason): .interrupted(reason: reason)
        case .forbidden(let message): .forbidden(message)
        }
    }
}
