package import Dependencies

/// Whether a Service has the endpoints that a dependency asks for
/// (kubernetes.io/docs/concepts/services-networking/endpoint-slices).
package enum ServiceRule {
    /// Judges Services by their own EndpointSlices; slices of others, and those that are going away, are passed over.
    ///
    /// An endpoint counts when `serving ?? ready ?? true` and not `terminating`. In several slices it counts once, and only
    /// if each slice that serves the port says so. Terminating endpoints are no part of what `min=all` asks for: they leave
    /// whatever happens. With `uptime=` an endpoint counts once its pod has been Ready for so long, or, if no pod of its
    /// targetRef is known, once it has been seen ready for so long.
    ///
    /// - Parameters:
    ///   - services: of that name, one at most; of a selector, all that match.
    ///   - slices: those of these Services, at least.
    ///   - pods: the pod with a UID. Only asked with `uptime=`.
    ///   - firstSeenReady: when an endpoint, ready ever since, was first seen so. Only asked with `uptime=`.
    package static func judge(
        _ dependency: Dependency, services: [ServiceRecord], slices: [EndpointSliceRecord],
        pods: (ObjectUID) -> PodRecord? = { _ in nil },
        firstSeenReady: (EndpointRecord.Identity) -> Timestamp? = { _ in nil }, context: JudgementContext
    ) -> Judgement {
        guard !dependency.isJudgedAsResource else { return Selection.notJudged(dependency) }
        let slicesByService = Dictionary(grouping: slices.lazy.filter { !$0.isBeingDeleted }, by: \.serviceName)
        return Selection.judge(dependency, services, context) { service, name in
            let own = (slicesByService[service.name] ?? []).filter { $0.namespace == service.namespace }
            return judge(service, name, dependency.options, own) { uptime, identity in
                standing(of: identity, uptime, pods, firstSeenReady, now: context.now)
            }
        }
    }

    private static func judge(
        _ service: ServiceRecord, _ name: String, _ options: DependencyOptions, _ slices: [EndpointSliceRecord],
        standing: (Uptime, EndpointRecord.Identity) -> Uptime.Standing
    ) -> Judgement {
        if service.isExternalName {
            return Judgement(
                Verdict(.ready, .externalName, "\(name) is an ExternalName: it exists, nothing behind it was probed"))
        }
        let minimum = options.minimum ?? .count(1)
        if minimum == .count(0) { return Judgement(Verdict(.ready, .exists, "\(name) exists, and min=0 asks no more")) }
        let filter = PortFilter(options.port, of: service)
        let uptime = Uptime(options)
        let census = EndpointCensus(of: slices, through: filter) { standing(uptime, $0) }
        guard census.total > 0 else { return Judgement(noEndpoints(name, service, census)) }
        guard census.isPortServed else {
            return Judgement(Verdict(.waiting, .portNotServed, "\(name): \(filter.notServed)"))
        }
        let wanted =
            switch minimum {
            case .count(let count): count
            case .all: census.total
            }
        var message = "\(name): \(census.serving) of \(census.total) endpoints ready\(filter.suffix)"
        guard census.ready < wanted else {
            if uptime.isAsked { message += ", \(census.ready)\(uptime.suffix)" }
            return Judgement(Verdict(.ready, .endpointsReady, message))
        }
        if uptime.isAsked, census.serving > 0 { message += ", \(census.ready)\(uptime.suffix)" }
        switch minimum {
        case .count(let count) where count > 1: message += ", \(count) wanted"
        case .count: break
        case .all: message += ", all wanted"
        }
        let reason: Verdict.Reason = census.serving < wanted ? .endpointsNotReady : .tooRecent
        return Judgement(Verdict(.waiting, reason, message), reviewAt: census.nextReady)
    }

    private static func standing(
        of endpoint: EndpointRecord.Identity, _ uptime: Uptime, _ pods: (ObjectUID) -> PodRecord?,
        _ firstSeenReady: (EndpointRecord.Identity) -> Timestamp?, now: Timestamp
    ) -> Uptime.Standing {
        guard uptime.isAsked else { return .reached }
        if case .target(let uid) = endpoint, let pod = pods(uid) {
            // The pod is ahead of the slice, or behind it: it does not count until they agree.
            guard pod.isReady, !pod.isBeingDeleted else { return .unknowable }
            return uptime.standing(since: pod.since, now: now)
        }
        // One that has not been seen before is seen now.
        return uptime.standing(since: firstSeenReady(endpoint) ?? now, now: now)
    }

    private static func noEndpoints(_ name: String, _ service: ServiceRecord, _ census: EndpointCensus) -> Verdict {
        let hint =
            if census.terminating > 0 {
                census.terminating == 1 ? "the only one is terminating" : "all \(census.terminating) are terminating"
            } else if service.hasSelector {
                "no pod that its selector matches has an address yet; is the workload scaled to 0?"
            } else {
                "it has no selector, so an EndpointSlice with the label kubernetes.io/service-name must name them"
            }
        return Verdict(.waiting, .noEndpoints, "\(name) has no endpoints: \(hint)")
    }
}
