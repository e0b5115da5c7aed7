package import JSONText
package import Readiness

/// What is kept of the objects of a collection: as which record they are read.
package enum RecordForm: Hashable, Sendable {
    case gatedPod
    case service
    case endpointSlice
    case job
    case pod
    case cronJob
    case deployment
    case statefulSet
    case daemonSet
    case volumeClaim
    case definition
    case node
    /// A ConfigMap or Secret.
    case configuration
    /// An object of any kind, with how the fields stand that are asked for.
    case resource(ResourceRequirement)

    /// Reads an object as the API server sends it. Pure, so that it need not happen where the store is written.
    ///
    /// - Parameter repository: the repository of our image.
    /// - Throws: when the text is not JSON, or no object of this form.
    package func read(_ reader: inout JSONReader, repository: String = "") throws(JSONError) -> any WatchedRecord {
        switch self {
        case .gatedPod: try GatedPod(reading: &reader, repository: repository)
        case .service: try ServiceRecord(reading: &reader)
        case .endpointSlice: try EndpointSliceRecord(reading: &reader)
        case .job: try JobRecord(reading: &reader)
        case .pod: try PodRecord(reading: &reader)
        case .cronJob: try CronJobRecord(reading: &reader)
        case .deployment: try DeploymentRecord(reading: &reader)
        case .statefulSet: try StatefulSetRecord(reading: &reader)
        case .daemonSet: try DaemonSetRecord(reading: &reader)
        case .volumeClaim: try VolumeClaimRecord(reading: &reader)
        case .definition: try CustomResourceDefinitionRecord(reading: &reader)
        case .node: try NodeRecord(reading: &reader)
        case .configuration: try ConfigurationRecord(reading: &reader)
        case .resource(let requirement): try ResourceRecord(reading: &reader, requirement: requirement)
        }
    }

    /// An empty store for such records.
    func makeStore() -> any RecordStoring {
        switch self {
        case .gatedPod: RecordStore<GatedPod>()
        case .service: RecordStore<ServiceRecord>()
        case .endpointSlice: RecordStore<EndpointSliceRecord>()
        case .job: RecordStore<JobRecord>()
        case .pod: RecordStore<PodRecord>()
        case .cronJob: RecordStore<CronJobRecord>()
        case .deployment: RecordStore<DeploymentRecord>()
        case .statefulSet: RecordStore<StatefulSetRecord>()
        case .daemonSet: RecordStore<DaemonSetRecord>()
        case .volumeClaim: RecordStore<VolumeClaimRecord>()
        case .definition: RecordStore<CustomResourceDefinitionRecord>()
        case .node: RecordStore<NodeRecord>()
        case .configuration: RecordStore<ConfigurationRecord>()
        case .resource: RecordStore<ResourceRecord>()
        }
    }
}
