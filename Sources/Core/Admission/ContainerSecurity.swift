import JSONText

/// The security context of the injected container: whatever the pod's own says, the container by itself meets Pod
/// Security's `restricted` standard.
struct ContainerSecurity: Sendable {
    /// The numeric user; nil leaves it to the cluster.
    let runAsUser: Int?
    /// The container's `securityContext`, as JSON.
    let json: [UInt8]

    /// Writes the JSON once: it is the same for every pod.
    init(runAsUser: Int?) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("allowPrivilegeEscalation")
        writer.boolean(false)
        writer.key("capabilities")
        writer.beginObject()
        writer.key("drop")
        writer.beginArray()
        writer.string("ALL")
        writer.endArray()
        writer.endObject()
        writer.key("readOnlyRootFilesystem")
        writer.boolean(true)
        writer.key("runAsNonRoot")
        writer.boolean(true)
        if let runAsUser {
            writer.key("runAsUser")
            writer.integer(runAsUser)
        }
        writer.key("seccompProfile")
        writer.beginObject()
        writer.key("type")
        writer.string("RuntimeDefault")
        writer.endObject()
        writer.endObject()
        self.runAsUser = runAsUser
        json = writer.bytes
    }
}
