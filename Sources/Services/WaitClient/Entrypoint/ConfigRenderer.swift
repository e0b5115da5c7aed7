import Dialects
import Posix

/// Writes the files of kubernetes-entrypoint's `DEPENDENCY_CONFIG`.
struct ConfigRenderer {
    /// Where `{{ .IP }}` comes from when neither INTERFACE_NAME nor POD_IP says it.
    private static let usualInterface = "eth0"

    /// The interface that INTERFACE_NAME names; nil where it does not.
    let interfaceName: String?
    /// The variables of the process.
    let environment: (String) -> String?

    /// Writes one file, its directory made if need be. Throws, with nothing half written, when it cannot be.
    func render(_ rendering: ConfigRendering) throws(WaitClientError) {
        do {
            let template = try ConfigTemplate(parsing: try FileContents.read(rendering.source))
            let address = template.needsAddress ? try self.address() : ""
            let values = ConfigTemplate.Values(address: address, hostName: try HostName.current())
            try FileContents.write(try template.rendered(values), to: rendering.target)
        } catch let error as PosixError {
            throw Self.error(rendering, error.message)
        } catch let error as ConfigTemplateError {
            throw Self.error(rendering, error.message)
        } catch {
            throw Self.error(rendering, "\(error)")
        }
    }

    private static func error(_ rendering: ConfigRendering, _ reason: String) -> WaitClientError {
        WaitClientError(.unreadableFile, "\(rendering.target) cannot be made of \(rendering.source): \(reason)")
    }

    private func address() throws(PosixError) -> String {
        if interfaceName == nil, let address = environment("POD_IP"), !address.isEmpty { return address }
        let name = interfaceName ?? Self.usualInterface
        let addresses = try SocketAddress.ofInterface(name)
        guard let address = addresses.first(where: { !$0.isIPv6 }) ?? addresses.first else {
            throw PosixError(
                "getifaddrs", message: "the interface \"\(name)\" has no address; set INTERFACE_NAME or POD_IP")
        }
        return address.host
    }
}
