package import JSONText

/// The bodies by which this server keeps objects of its own in its namespace.
package enum OwnObject {
    /// The body that creates one, marked as ours.
    ///
    /// - Parameters:
    ///   - capacity: about how many bytes that is.
    ///   - content: writes the members beside kind and metadata.
    package static func creation(
        _ type: ResourceType, name: String, namespace: String, capacity: Int = 512,
        content: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        writer.beginObject()
        writer.key("apiVersion")
        writer.string(type.apiVersion)
        writer.key("kind")
        writer.string(type.kind)
        writer.key("metadata")
        writer.beginObject()
        writer.key("name")
        writer.string(name)
        writer.key("namespace")
        writer.string(namespace)
        writer.key("labels")
        writer.beginObject()
        writer.key("app.kubernetes.io/name")
        writer.string("k8s-wait")
        writer.endObject()
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
        writer.key("resourceVersion")
        writer.string(resourceVersion)
        writer.endObject()
        content(&writer)
        writer.endObject()
        return writer.bytes
    }
}
