import Encodings
import JSONText
import KubernetesClient
import Readiness

/// An Event of the core API, as it is written and read.
///
/// The core API rather than events.k8s.io: `kubectl describe` sorts by lastTimestamp, which only core Events have, and most tools that
/// show Events read the same fields; there a message may change, so that one Event can follow a wait. Both APIs show the same objects.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/>
struct EventDocument: Hashable, Sendable {
    /// What wrote it: `reportingComponent`, a qualified name.
    static let controller = "wait.k8s/k8s-wait"
    /// What `kubectl describe` shows in its column From.
    static let component = "k8s-wait"

    /// How often it has happened.
    private(set) var count = 1
    /// What it says.
    private(set) var message = ""
    /// When it happened last; nil where it does not say.
    private(set) var lastAt: Timestamp?

    /// Reads a stored Event.
    ///
    /// - Throws: when it is none.
    init(_ json: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(json)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "count": count = max(1, try reader.readIntegerUnlessNull() ?? 1)
            case "message": message = try reader.readStringUnlessNull() ?? ""
            case "lastTimestamp": lastAt = try reader.readStringUnlessNull().flatMap { Timestamp(rfc3339: $0) }
            default: break
            }
        }
        try reader.end()
    }

    /// Whether it says already what is to be written. An ending is told with other words by a replica that has seen less, so for
    /// one only the time counts.
    ///
    /// - Parameter sameEnding: how far apart, in seconds, two endings are still taken for one.
    func says(_ write: EventWrite, sameEnding: Int) -> Bool {
        guard ![.waiting, .circle].contains(write.reason) else { return message == write.message }
        guard let lastAt else { return false }
        return abs(write.at.seconds(since: lastAt)) <= sameEnding
    }

    /// The name of the Event for one reason of one container: the same from every replica, so that they write the same one.
    ///
    /// The pod's name comes first, as in every Event of a pod; both together are a DNS subdomain (RFC 1123).
    static func name(_ pod: any WaitingPod, _ reason: EventReason) -> String {
        let digits = Hexadecimal.text(of: bytes(hash([pod.uid, pod.container, reason.rawValue])))
        var start = String(pod.name.prefix(253 - 1 - digits.count))
        while let last = start.last, last == "." || last == "-" { start.removeLast() }
        return "\(start).\(digits)"
    }

    /// The body that creates the Event.
    static func creation(_ write: EventWrite, instance: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("apiVersion", "v1")
        writer.member("kind", "Event")
        writer.key("metadata")
        writer.beginObject()
        writer.member("name", name(write.pod, write.reason))
        writer.member("namespace", write.pod.namespace)
        writer.endObject()
        writer.key("involvedObject")
        writer.beginObject()
        writer.member("apiVersion", "v1")
        writer.member("kind", "Pod")
        writer.member("namespace", write.pod.namespace)
        writer.member("name", write.pod.name)
        writer.member("uid", write.pod.uid)
        writer.endObject()
        writer.member("reason", write.reason.rawValue)
        writer.member("firstTimestamp", write.at.description)
        writeChanges(write, count: write.occurrences, to: &writer)
        writer.key("source")
        writer.beginObject()
        writer.member("component", component)
        writer.endObject()
        writer.member("reportingComponent", controller)
        // As long as the API allows where it looks.
        writer.member("reportingInstance", String(instance.prefix(128)))
        writer.endObject()
        return writer.bytes
    }

    /// The merge patch that counts the Event up and has it say the newest.
    static func patch(_ write: EventWrite, count: Int) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writeChanges(write, count: count, to: &writer)
        writer.endObject()
        return writer.bytes
    }

    private static func writeChanges(_ write: EventWrite, count: Int, to writer: inout JSONWriter) {
        writer.member("type", write.isWarning ? "Warning" : "Normal")
        writer.member("message", write.message)
        writer.member("lastTimestamp", write.at.description)
        writer.key("count")
        // An int32 in the API.
        writer.integer(min(count, Int(Int32.max)))
    }

    /// FNV-1a, 64 bits; no part contains a zero byte, so that one separates them.
    private static func hash(_ parts: [String]) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in Array(part.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * UInt64($0))) }
    }
}
