import Dependencies
import JSONText

/// A workload under review: whose it is, its own wait annotations, and those of its pod template.
struct WorkloadObject: Sendable {
    /// Its metadata.
    private(set) var metadata = WorkloadMetadata()
    /// Its pod template; nil where there is none.
    private(set) var template: PodTemplate?
    /// How many pods it is to have; nil where it does not say so.
    private(set) var replicas: Int?
    /// What it allows itself, in seconds; nil where it has no such limit.
    private(set) var deadline: WorkloadDeadline?
    /// The annotations of a CronJob's Job template, which nothing acts on.
    private(set) var jobAnnotations = WaitAnnotations()

    /// Reads the object of this kind that is the next value.
    init(reading reader: inout JSONReader, _ kind: WorkloadKind) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata":
                metadata =
                    try reader.beginObjectUnlessNull() ? try WorkloadMetadata(inside: &reader) : WorkloadMetadata()
            case "spec":
                guard try reader.beginObjectUnlessNull() else { continue }
                if kind == .cronJob { try readCronJob(&reader) } else { try readSpec(&reader, kind) }
            default: break
            }
        }
    }

    private mutating func readSpec(_ reader: inout JSONReader, _ kind: WorkloadKind) throws(JSONError) {
        while let key = try reader.nextKey() {
            switch key {
            case "template":
                template = try reader.beginObjectUnlessNull() ? try PodTemplate(inside: &reader) : nil
            case "replicas": replicas = try reader.readIntegerIfAny()
            case "progressDeadlineSeconds" where kind == .deployment:
                deadline = try reader.readIntegerUnlessNull().map { .progress($0) }
            case "activeDeadlineSeconds" where kind == .job:
                deadline = try reader.readIntegerUnlessNull().map { .active($0, path: "spec.activeDeadlineSeconds") }
            default: break
            }
        }
    }

    private mutating func readCronJob(_ reader: inout JSONReader) throws(JSONError) {
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "jobTemplate"), try reader.beginObjectUnlessNull() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "metadata":
                    guard try reader.beginObjectUnlessNull() else { continue }
                    while let key = try reader.nextKey() {
                        if key.isEqual(to: "annotations") { jobAnnotations = try WaitAnnotations(reading: &reader) }
                    }
                case "spec":
                    guard try reader.beginObjectUnlessNull() else { continue }
                    try readSpec(&reader, .job)
                    deadline = deadline?.inside("spec.jobTemplate")
                default: break
                }
            }
        }
    }
}
