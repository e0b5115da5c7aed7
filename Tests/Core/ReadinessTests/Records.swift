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

    static func pod(_ json: String) throws -> PodRecord { try pod(Array(json.utf8)) }

    static func pod(_ bytes: [UInt8]) throws -> PodRecord {
        var reader = JSONReader(bytes.span)
        let record = try PodRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func cronJob(_ json: String) throws -> CronJobRecord { try cronJob(Array(json.utf8)) }

    static func cronJob(_ bytes: [UInt8]) throws -> CronJobRecord {
        var reader = JSONReader(bytes.span)
        let record = try CronJobRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func deployment(_ json: String) throws -> DeploymentRecord { try deployment(Array(json.utf8)) }

    static func deployment(_ bytes: [UInt8]) throws -> DeploymentRecord {
        var reader = JSONReader(bytes.span)
        let record = try DeploymentRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func statefulSet(_ json: String) throws -> StatefulSetRecord { try statefulSet(Array(json.utf8)) }

    static func statefulSet(_ bytes: [UInt8]) throws -> StatefulSetRecord {
        var reader = JSONReader(bytes.span)
        let record = try StatefulSetRecord(reading: &reader)
        try reader.end()
        return record
    }

    static func daemonSet(_ json: String) throws -> DaemonSetRecord { try daemonSet(Array(json.utf8)) }

    static func daemonSet(_ bytes: [UInt8]) throws -> DaemonSetRecord {
        var reader = JSONReader(bytes.span)
        let record = try DaemonSetRecord(reading: &reader)
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
