package import Dependencies
package import KubernetesClient

/// The collections that the status server may watch.
package enum WatchedKind: String, CaseIterable, Hashable, Sendable {
    /// The pods that may ask. Always watched.
    case gatedPods = "gatedpods"
    case services
    case endpointSlices = "endpointslices"
    case jobs

    /// Where the API server serves the collection.
    package var resource: ResourceType {
        switch self {
        case .gatedPods: .pods
        case .services: .services
        case .endpointSlices: .endpointSlices
        case .jobs: .jobs
        }
    }

    /// Which objects of the collection are wanted; nil for all.
    package var labelSelector: String? {
        self == .gatedPods ? GatedPod.labelSelector : nil
    }
}

extension DependencyKind {
    /// The collections that must be known to judge a dependency of this kind.
    package var watchedKinds: [WatchedKind] {
        switch self {
        case .service: [.services, .endpointSlices]
        case .job: [.jobs]
        default: []
        }
    }
}
