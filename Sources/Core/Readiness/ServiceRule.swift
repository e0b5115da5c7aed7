package import Dependencies

/// Whether a Service has the endpoints that a dependency asks for
/// (kubernetes.io/docs/concepts/services-networking/endpoint-slices).
package enum ServiceRule {
    /// Judges a Service by its own EndpointSlices; slices of others, and those that are going away, are passed over.
    ///
    /// An endpoint counts when `serving ?? ready ?? true` and not `terminating`. In several slices it counts once, and only
    /// if each slice that serves the port says so. Terminating endpoints are no part of what `min=all` asks for: they leave
    /// whatever happens.
    package static func judge(
        _ dependency: Dependency, service: ServiceRecord?, slices: [EndpointSliceRecord], context: JudgementContext
    ) -> Judgement {
        guard let service, !service.isBeingDeleted else {
            return MissingObject.judge(dependency, isBeingDeleted: service != nil, context: context)
        }
        let name = dependency.displayName
        if service.isExternalName {
            return Judgement(
                Verdict(.ready, .externalName, "\(name) is an ExternalName: it exists, nothing behind it was probed"))
        }
        let minimum = dependency.options.minimum ?? .count(1)
        if minimum == .count(0) { return Judgement(Verdict(.ready, .exists, "\(name) exists, and min=0 asks no more")) }
        let filter = PortFilter(dependency.options.port, of: service)
        let census = EndpointCensus(of: slices.filter { belongs($0, to: service) }, through: filter)
        guard census.total > 0 else { return Judgement(noEndpoints(name, service, census)) }
        guard census.isPortServed else {
            return Judgement(Verdict(.waiting, .portNotServed, "\(name): \(filter.notServed)"))
        }
        let isReady =
            switch minimum {
            case .count(let count): census.ready >= count
            case .all: census.ready == census.total
            }
        var message = "\(name): \(census.ready) of \(census.total) endpoints ready\(filter.suffix)"
        if !isReady {
            switch minimum {
            case .count(let count) where count > 1: message += ", \(count) wanted"
            case .count: break
            case .all: message += ", all wanted"
            }
        }
        return Judgement(
            isReady ? Verdict(.ready, .endpointsReady, message) : Verdict(.waiting, .endpointsNotReady, message))
    }

    private static func belongs(_ slice: EndpointSliceRecord, to service: ServiceRecord) -> Bool {
        slice.serviceName == service.name && slice.namespace == service.namespace && !slice.isBeingDeleted
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
