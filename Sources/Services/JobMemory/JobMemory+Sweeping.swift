import KubernetesClient
import Locking
import Logging
import Metrics

extension JobMemory {
    /// Whether something that memory depends on is there.
    private enum Presence {
        case present
        /// The API server has said so in so many words; nothing else counts.
        case gone
        case unknown
    }

    /// <https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources>
    private static let metadataOnly =
        "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1, application/json"

    /// Looks some controllers up, and lets the facts of those that are gone go.
    ///
    /// One at a time, and no more than `sweepLimit`: nobody waits for it.
    func sweep() async {
        let controllers = state.withLock { state in
            state.order.next(of: state.keeper.record, limit: settings.sweepLimit)
        }
        var gone: Set<PodController.Identity> = []
        for controller in controllers {
            // Leadership may end at any moment; what was found out so far is true all the same.
            if Task.isCancelled { return }
            guard isLeader() else { break }
            if await presence(of: controller) == .gone { gone.insert(controller.identity) }
        }
        guard !gone.isEmpty else { return }
        let owners = Set(
            state.withLock { state in
                state.keeper.record.all.filter { $0.isShared && gone.contains($0.controller.identity) }
            }.map { Workload(namespace: $0.controller.namespace, owner: $0.controller.owner) })
        var present: Set<Workload> = []
        for owner in owners where await presence(of: owner) != .gone { present.insert(owner) }
        change { state in
            let keys = state.keeper.record.keysToDrop(gone: gone) {
                present.contains(Workload(namespace: $0.controller.namespace, owner: $0.controller.owner))
            }
            state.keeper.remove(keys)
            if settings.namespace == nil { metrics.dropped.increment(by: keys.count) }
        }
    }

    /// An owner with its namespace.
    private struct Workload: Hashable {
        let namespace: String
        let owner: PodController.Owner
    }

    /// A StatefulSet or DaemonSet keeps one ControllerRevision for each of its revisions, as long as it or a pod may need
    /// it; for other kinds the controller is the revision.
    private func presence(of controller: PodController) async -> Presence {
        switch controller.kind {
        case .replicaSet:
            await presence(.replicaSets, controller.namespace, controller.name) { $0.uid == controller.uid }
        case .job:
            await presence(.jobs, controller.namespace, controller.name) { $0.uid == controller.uid }
        case .statefulSet, .daemonSet:
            await presence(.controllerRevisions, controller.namespace, controller.revisionName) {
                $0.ownerUIDs.contains(controller.uid)
            }
        }
    }

    private func presence(of workload: Workload) async -> Presence {
        let resource: ResourceType? =
            switch workload.owner.kind {
            case "Deployment": .deployments
            case PodController.Kind.replicaSet.rawValue: .replicaSets
            case PodController.Kind.statefulSet.rawValue: .statefulSets
            case PodController.Kind.daemonSet.rawValue: .daemonSets
            case PodController.Kind.job.rawValue: .jobs
            default: nil
            }
        guard let resource else { return .unknown }
        return await presence(resource, workload.namespace, workload.owner.name) { _ in true }
    }

    private func presence(
        _ resource: ResourceType, _ namespace: String, _ name: String, isIt: (ObjectHead) -> Bool
    ) async -> Presence {
        let request = APIRequest(.get, resource.path(namespace: namespace, name: name), accept: Self.metadataOnly)
        do {
            let body = try await client.send(request, to: "look up \(resource) \(namespace)/\(name)").body
            guard let head = try? ObjectHead(body.span), head.name == name else { return .unknown }
            return isIt(head) ? .present : .gone
        } catch {
            if error.code == .notFound, error.reason == "NotFound" { return .gone }
            logger.debug("a controller cannot be looked up", metadata: ["reason": "\(error)"])
            return .unknown
        }
    }
}

extension PodController {
    /// The name of the ControllerRevision that holds the revision's template: a StatefulSet's pods carry the whole name as
    /// their label, a DaemonSet's only its end.
    var revisionName: String { revision.hasPrefix("\(name)-") ? revision : "\(name)-\(revision)" }
}
