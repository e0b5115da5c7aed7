import JSONText
import Readiness

/// Records made from JSON, as the API server writes it.
enum Records {
    static func service(_ json: String) throws -> ServiceRecord { try service(Array(json.utf8)) }

    static func service(_ bytes: [UInt8]) throws -> ServiceRecord {
        var reader = JSONReader(bytes.span)
        let record = try ServiceRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func slice(_ json: String) throws -> EndpointSliceRecord { try slice(Array(json.utf8)) }

    static func slice(_ bytes: [UInt8]) throws -> EndpointSliceRecord {
        var reader = JSONReader(bytes.span)
        let record = try EndpointSliceRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func job(_ json: String) throws -> JobRecord { try job(Array(json.utf8)) }

    static func job(_ bytes: [UInt8]) throws -> JobRecord {
        var reader = JSONReader(bytes.span)
        let record = try JobRecord(reading: &reader)
        try reader.end()
        return record
    }

    /// A slice of a Service in namespace db; `more` is put into its metadata.
    static func slice(of service: String, number: Int, _ fields: String, more: String = "") throws
        -> EndpointSliceRecord
    {
        let labels = #""labels":{"kubernetes.io/service-name":"\#(service)"}"#
        return try slice(#"{"metadata":{"namespace":"db","name":"s-\#(number)",\#(more)\#(labels)},\#(fields)}"#)
    }
}
