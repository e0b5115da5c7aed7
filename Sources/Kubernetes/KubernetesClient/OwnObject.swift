package import JSONText

/// The bodies by which this server keeps objects of its own in its namespace.
package enum OwnObject {
    /// The body that creates one, marked as ours.
    ///
    /// - Parameters:
    ///   - labels: those beside ours.
    ///   - annotations: all of them.
    ///   - capacity: about how many bytes that is.
    ///   - content: writes the members beside kind and metadata.
    package static func creation(
        _ type: ResourceType, name: String, namespace: String, labels: [(String, String)] = [],
        annotations: [(String, String)] = [], capacity: Int = 512, content: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.member("apiVersion", type.apiVersion)
        writer.member("kind", type.kind)
        writer.key("metadata")
        writer.beginObject()
        writer.member("name", name)
        writer.member("namespace", namespace)
        writer.member("labels", [("app.kubernetes.io/name", "k8s-wait")] + labels)
        if !annotations.isEmpty { writer.member("annotations", annotations) }
        writer.endObject()
        content(&writer)
        writer.endObject()
        return writer.bytes
    }

    /// The merge patch (RFC 7386) that puts the content into the object of exactly that version; whatever else is in it
    /// stays.
    package static func patch(
        resourceVersion: String, capacity: Int = 512, content: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("metadata")
        writer.beginObject()
        writer.member("resourceVersion", resourceVersion)
        writer.endObject()
        content(&writer)
        writer.endObject()
        return writer.bytes
    }
}
