package import JSONText
import Readiness

/// What is kept of the objects of a collection: as which record they are read.
package enum RecordForm: Hashable, Sendable {
    case gatedPod
    case service
    case endpointSlice
    case job

    /// Reads an object as the API server sends it. Pure, so that it need not happen where the store is written.
    ///
    /// - Throws: when the text is not JSON, or no object of this form.
    package func read(_ reader: inout JSONReader) throws(JSONError) -> any WatchedRecord {
        switch self {
        case .gatedPod: try GatedPod(reading: &reader)
        case .service: try ServiceRecord(reading: &reader)
        case .endpointSlice: try EndpointSliceRecord(reading: &reader)
        case .job: try JobRecord(reading: &reader)
        }
    }

    /// An empty store for such records.
    func makeStore() -> any RecordStoring {
        switch self {
        case .gatedPod: RecordStore<GatedPod>()
        case .service: RecordStore<ServiceRecord>()
        case .endpointSlice: RecordStore<EndpointSliceRecord>()
        case .job: RecordStore<JobRecord>()
        }
    }
}
