internal import ArgumentParser
internal import JobMemory
internal import KubernetesClient

extension ServerOptions {
    /// The server's own namespace: `--namespace`, else that of our own pod; nil where neither is known.
    var ownNamespace: String? { namespace?.text ?? KubernetesConfiguration.inClusterNamespace() }

    /// Where and how finished Jobs are remembered: in our own namespace, else nowhere but in this process.
    var jobMemorySettings: JobMemorySettings {
        var settings = JobMemorySettings(namespace: ownNamespace)
        settings.name = jobMemoryName.text
        settings.byteLimit = jobMemoryBytes.count
        return settings
    }
}

/// The name of a Namespace or ConfigMap on the command line (RFC 1123), so that it can go into paths and texts as it is.
struct NameArgument: ExpressibleByArgument, CustomStringConvertible {
    /// The name.
    let text: String

    /// A name that is known to be one.
    init(_ text: StaticString) { self.text = text.description }

    /// Reads a name; nil for what could not be one.
    init?(argument: String) {
        guard argument.utf8.count <= 253,
            argument.wholeMatch(of: /[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*/) != nil
        else { return nil }
        text = argument
    }

    /// The name, as `--help` shows a default.
    var description: String { text }
}

/// How long the record of finished Jobs may become, in bytes, on the command line.
struct RecordBytesArgument: ExpressibleByArgument, CustomStringConvertible {
    /// A ConfigMap holds 1 MiB, some of which is needed for the rest of it.
    static let limit = 1_000_000

    /// The number of bytes.
    let count: Int

    /// A number within the limit.
    init(_ count: Int) { self.count = min(max(0, count), Self.limit) }

    /// Reads a number from 0 to the limit; nil for anything else.
    init?(argument: String) {
        guard let count = Int(argument), 0...Self.limit ~= count else { return nil }
        self.count = count
    }

    /// The number, as `--help` shows a default.
    var description: String { String(count) }
}
