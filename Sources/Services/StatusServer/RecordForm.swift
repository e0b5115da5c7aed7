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
    case namespace
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
        case .namespace: try NamespaceRecord(reading: &reader)
        case .configuration: try ConfigurationRecord(reading: &reader)
        case .resource(let requirement): try ResourceRecord(reading: &reader, requirement: requirement)
        }
    }

    /// An empty store for such records; without links they are found by name alone.
    func makeStore(isLinked: Bool) -> any RecordStoring {
        switch self {
        case .gatedPod: RecordStore<GatedPod>(isLinked: isLinked)
        case .service: RecordStore<ServiceRecord>(isLinked: isLinked)
        case .endpointSlice: RecordStore<EndpointSliceRecord>(isLinked: isLinked)
        case .job: RecordStore<JobRecord>(isLinked: isLinked)
        case .pod: RecordStore<PodRecord>(isLinked: isLinked)
        case .cronJob: RecordStore<CronJobRecord>(isLinked: isLinked)
        case .deployment: RecordStore<DeploymentRecord>(isLinked: isLinked)
        case .statefulSet: RecordStore<StatefulSetRecord>(isLinked: isLinked)
        case .daemonSet: RecordStore<DaemonSetRecord>(isLinked: isLinked)
        case .volumeClaim: RecordStore<VolumeClaimRecord>(isLinked: isLinked)
        case .definition: RecordStore<CustomResourceDefinitionRecord>(isLinked: isLinked)
        case .node: RecordStore<NodeRecord>(isLinked: isLinked)
        case .namespace: RecordStore<NamespaceRecord>(isLinked: isLinked)
        case .configuration: RecordStore<ConfigurationRecord>(isLinked: isLinked)
        case .resource: RecordStore<ResourceRecord>(isLinked: isLinked)
        }
    }
}
