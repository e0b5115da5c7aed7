import JSONText
import Readiness

/// Records made from JSON, as the API server writes it.
enum Records {
    static func service(_ json: String) throws -> ServiceRecord {
        let bytes = Array(json.utf8)
        var reader = JSONReader(bytes.span)
        return try ServiceRecord(reading: &reader)
    }

    static func slice(_ json: String) throws -> EndpointSliceRecord {
        let bytes = Array(json.utf8)
        var reader = JSONReader(bytes.span)
        return try EndpointSliceRecord(reading: &reader)
    }

    static func job(_ json: String) throws -> JobRecord {
        let bytes = Array(json.utf8)
        var reader = JSONReader(bytes.span)
        return try JobRecord(reading: &reader)
    }
}
