internal import Encodings
internal import JSONText
package import Policies
package import Readiness

/// The Event on a pod that a policy selects and that was created without being gated.
///
/// Its name is made of the pod's UID, so that whichever replica writes it, there is one.
/// <https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/>
package enum UngatedEvent {
    /// Its reason.
    package static let reason = "NotGated"

    /// The body that creates it.
    package static func creation(_ ungated: PolicyCensus.Ungated, instance: String, at time: Timestamp) -> [UInt8] {
        let pod = ungated.pod
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        write([("apiVersion", "v1"), ("kind", "Event")], to: &writer)
        writer.key("metadata")
        writer.beginObject()
        write([("name", name(pod)), ("namespace", pod.traits.namespace)], to: &writer)
        writer.endObject()
        writer.key("involvedObject")
        writer.beginObject()
        write(
            [
                ("apiVersion", "v1"), ("kind", "Pod"), ("namespace", pod.traits.namespace), ("name", pod.name),
                ("uid", pod.uid),
            ], to: &writer)
        writer.endObject()
        let message =
            "\(Excerpt.of(ungated.policy.description, limit: 300)) selects this pod, but it was created without being gated: "
            + "the webhook was not asked, or did not answer. It waits for nothing; delete it to have it created anew."
        write(
            [
                ("type", "Warning"), ("reason", reason), ("message", message), ("firstTimestamp", time.description),
                ("lastTimestamp", time.description), ("reportingComponent", "wait.k8s/k8s-wait"),
                ("reportingInstance", Excerpt.of(instance, limit: 128)),
            ], to: &writer)
        writer.member("count", 1)
        writer.key("source")
        writer.beginObject()
        write([("component", "k8s-wait")], to: &writer)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }

    /// The pod's name, as in every Event of a pod, then what its UID makes.
    private static func name(_ pod: CountedPod) -> String {
        let end =
            "." + pod.uid.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.lowercased().suffix(32) + "ungated"
        var start = String(pod.name.prefix(253 - end.count))
        while let last = start.last, last == "." || last == "-" { start.removeLast() }
        return start + end
    }

    private static func write(_ members: [(String, String)], to writer: inout JSONWriter) {
        for (key, value) in members {
            writer.member(key, value)
        }
    }
}
