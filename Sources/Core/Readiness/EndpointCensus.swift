/// The endpoints of a Service, each counted once however many slices it is in.
struct EndpointCensus {
    /// Those that are not going away, on whatever port.
    private(set) var total = 0
    /// Of these, those that serve the port asked for.
    private(set) var serving = 0
    /// Of these, those that have been ready for long enough.
    private(set) var ready = 0
    /// Those that are going away.
    private(set) var terminating = 0
    /// Some slice serves the port asked for.
    private(set) var isPortServed = false
    /// When the next one that serves will have been ready for long enough.
    private(set) var nextReady: Timestamp?

    private struct Sighting {
        var isServing: Bool?
        var isTerminating: Bool
    }

    /// Counts the endpoints of all slices of one Service; `standing` says whether one that serves counts already.
    init(
        of slices: [EndpointSliceRecord], through filter: PortFilter,
        standing: (EndpointRecord.Identity) -> Uptime.Standing
    ) {
        var sightings: [EndpointRecord.Identity: Sighting] = [:]
        sightings.reserveCapacity(slices.reduce(0) { $0 + $1.endpoints.count })
        for slice in slices {
            let isAccepted = filter.accepts(slice)
            isPortServed = isPortServed || isAccepted
            for endpoint in slice.endpoints {
                var sighting = sightings[endpoint.identity] ?? Sighting(isServing: nil, isTerminating: false)
                sighting.isTerminating = sighting.isTerminating || endpoint.isTerminating
                // Slices of an endpoint change one after another: until they agree it does not count.
                if isAccepted { sighting.isServing = (sighting.isServing ?? true) && endpoint.isServing }
                sightings[endpoint.identity] = sighting
            }
        }
        for (identity, sighting) in sightings {
            guard !sighting.isTerminating else {
                terminating += 1
                continue
            }
            total += 1
            guard sighting.isServing == true else { continue }
            serving += 1
            switch standing(identity) {
            case .reached: ready += 1
            case .reachedAt(let time): nextReady = nextReady.map { min($0, time) } ?? time
            case .unknowable: break
            }
        }
    }
}
