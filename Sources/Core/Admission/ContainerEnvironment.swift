import JSONText

/// The environment of the injected container: how to reach the server, whom to trust, and which pod asks.
struct ContainerEnvironment: Sendable {
    /// Where a variable's value comes from.
    enum Source: Hashable, Sendable {
        case value(String)
        /// A field of the pod (Kubernetes: Downward API).
        case field(String)
    }

    /// The names that are ours, in the order in which those that are set are written. A container may have others beside
    /// them.
    static let names = [
        "K8S_WAIT_SERVER", "K8S_WAIT_ADDRESSES", "K8S_WAIT_PINS", "K8S_WAIT_CA_FILE", "K8S_WAIT_TERMINATION_LOG",
        "K8S_WAIT_CONTAINER",
        "POD_NAME", "POD_NAMESPACE", "POD_UID", "NODE_NAME", "POD_IP",
    ]

    /// The variables that say which pod asks, with the fields that they come from.
    static let podFields = [
        "POD_NAME": "metadata.name", "POD_NAMESPACE": "metadata.namespace", "POD_UID": "metadata.uid",
        "NODE_NAME": "spec.nodeName", "POD_IP": "status.podIP",
    ]

    /// The variables, by name.
    let variables: [String: Source]
    /// The container's `env`, as JSON.
    let json: [UInt8]

    /// The environment that `settings` asks for, with the Service's addresses for a pod that cannot resolve its name.
    init(_ settings: AdmissionSettings, withAddresses: Bool) {
        var variables = Self.podFields.mapValues(Source.field)
        variables["K8S_WAIT_SERVER"] = .value(VariableReference.escape(settings.statusURL))
        if withAddresses, !settings.statusAddresses.isEmpty {
            variables["K8S_WAIT_ADDRESSES"] = .value(settings.statusAddresses.joined(separator: ","))
        }
        if !settings.pins.isEmpty { variables["K8S_WAIT_PINS"] = .value(settings.pins.joined(separator: ",")) }

        var writer = JSONWriter()
        writer.beginArray()
        for name in Self.names {
            guard let source = variables[name] else { continue }
            Self.write(name, source, to: &writer)
        }
        writer.endArray()
        self.variables = variables
        json = writer.bytes
    }

    /// Writes one variable.
    static func write(_ name: String, _ source: Source, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("name")
        writer.string(name)
        switch source {
        case .value(let value):
            writer.key("value")
            writer.string(value)
        case .field(let path):
            writer.key("valueFrom")
            writer.beginObject()
            writer.key("fieldRef")
            writer.beginObject()
            // Defaulted by the API server if it is left out; written, so that the stored container is the one we made.
            writer.key("apiVersion")
            writer.string("v1")
            writer.key("fieldPath")
            writer.string(path)
            writer.endObject()
            writer.endObject()
        }
        writer.endObject()
    }
}
