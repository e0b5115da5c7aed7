import Dependencies
import JSONText

/// The init container as it ought to stand in one pod.
struct InjectedContainer: Sendable {
    /// Requests and limits alike, so that a Guaranteed pod stays Guaranteed.
    struct Resources: Hashable, Sendable {
        /// CPU, as a Kubernetes quantity.
        var cpu: String
        /// Memory, as a Kubernetes quantity.
        var memory: String
    }

    /// The path that the API server gives to every container's termination message.
    static let terminationMessagePath = "/dev/termination-log"
    /// Failures reach the pod's status even from a client that could not write its message.
    static let terminationMessagePolicy = "FallbackToLogsOnError"

    /// The image, by tag or digest.
    let image: String
    /// The pull policy; nil leaves it to the API server.
    let pullPolicy: String?
    /// The arguments, references already escaped.
    let arguments: [String]
    /// The environment.
    let environment: ContainerEnvironment
    /// Nil in a pod whose other containers have none, so that a BestEffort pod stays BestEffort.
    let resources: Resources?
    /// The security context.
    let security: ContainerSecurity
    /// The volumes that hold the files it waits for, read-only.
    let mounts: [VolumeMount]

    /// Writes the container, always in the same order.
    ///
    /// `keptPullPolicy` takes the place of our own: see `PodRules`.
    func write(to writer: inout JSONWriter, keptPullPolicy: String? = nil) {
        writer.beginObject()
        writer.key("name")
        writer.string(GateMark.containerName.description)
        writer.key("image")
        writer.string(image)
        if let policy = keptPullPolicy ?? pullPolicy {
            writer.key("imagePullPolicy")
            writer.string(policy)
        }
        writer.key("args")
        writer.beginArray()
        for argument in arguments { writer.string(argument) }
        writer.endArray()
        writer.key("env")
        writer.raw(environment.json)
        writeResources(to: &writer)
        writer.key("terminationMessagePolicy")
        writer.string(Self.terminationMessagePolicy)
        writer.key("securityContext")
        writer.raw(security.json)
        if !mounts.isEmpty {
            writer.key("volumeMounts")
            writer.beginArray()
            for mount in mounts { mount.write(to: &writer) }
            writer.endArray()
        }
        writer.endObject()
    }

    private func writeResources(to writer: inout JSONWriter) {
        guard let resources else { return }
        writer.key("resources")
        writer.beginObject()
        for side in ["limits", "requests"] {
            writer.key(side)
            writer.beginObject()
            writer.key("cpu")
            writer.string(resources.cpu)
            writer.key("memory")
            writer.string(resources.memory)
            writer.endObject()
        }
        writer.endObject()
    }
}
