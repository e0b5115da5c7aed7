import Dependencies
import Encodings
import HTTPClient
import Posix
import StatusAPI

extension WaitCommand {
    /// Reads the arguments, without the program's name, and the environment.
    ///
    /// Throws with a message that says which flag or variable to add. Variables that this program does not know are
    /// passed over: a Service named `k8s-wait` puts some of that prefix into every pod of its namespace.
    package init(
        arguments: [String], environment: (String) -> String?
    ) throws(WaitClientError) {
        if arguments.contains("--help") || arguments.contains("-h") {
            self = .help
        } else if arguments.contains("--version") {
            self = .version
        } else {
            self = .wait(try Self.configuration(arguments, environment))
        }
    }

    private static func configuration(
        _ arguments: [String], _ environment: (String) -> String?
    ) throws(WaitClientError) -> WaitConfiguration {
        let question: WaitQuestion
        let flags: [ClientFlag: String]
        do throws(Diagnostic) {
            question = try WaitQuestion(arguments: arguments)
            flags = try ClientFlag.split(arguments).values
        } catch {
            throw WaitClientError(.badArgument, "\(error.description) Try --help.")
        }
        if let output = flags[.output], output != "text" {
            throw WaitClientError(.badArgument, "--output=\(Excerpt.of(output, limit: 40)) is not known; use text.")
        }
        /// A variable counts as absent when it is empty, as manifests often leave it.
        func variable(_ name: String) -> String? {
            environment(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let url = flags[.server] ?? variable("K8S_WAIT_SERVER") else {
            throw missing("the URL of the status server", "K8S_WAIT_SERVER", "--server=URL")
        }
        let server: HTTPSURL
        do {
            server = try HTTPSURL(url)
        } catch {
            throw WaitClientError(.badSetting, error.message)
        }
        return WaitConfiguration(
            question: question, identity: try identity(variable), server: server,
            addresses: try addresses(variable("K8S_WAIT_ADDRESSES"), port: server.port),
            trust: try trust(flags, variable), terminationLog: TerminationLog(variable("K8S_WAIT_TERMINATION_LOG")))
    }

    private static func identity(_ variable: (String) -> String?) throws(WaitClientError) -> WaitRequest {
        if let namespace = variable("POD_NAMESPACE"), let pod = variable("POD_NAME"), let uid = variable("POD_UID") {
            return WaitRequest(namespace: namespace, pod: pod, uid: uid)
        }
        let missing = [
            ("POD_NAMESPACE", "metadata.namespace"), ("POD_NAME", "metadata.name"), ("POD_UID", "metadata.uid"),
        ].filter { variable($0.0) == nil }
        let names = missing.map(\.0).joined(separator: ", ")
        let entries = missing.map { name, path in
            """
              - name: \(name)
                valueFrom:
                  fieldRef:
                    fieldPath: \(path)

            """
        }
        throw WaitClientError(
            .missingSetting,
            "The container does not say which pod it is in: add \(names) to its manifest by the downward API:\n  env:\n"
                + entries.joined())
    }

    private static func addresses(_ list: String?, port: UInt16) throws(WaitClientError) -> [SocketAddress] {
        var addresses: [SocketAddress] = []
        for text in (list ?? "").split(separator: ",") {
            let host = text.filter { $0 != " " }
            guard let address = SocketAddress(numericHost: host, port: port) else {
                throw WaitClientError(
                    .badSetting, "\(Excerpt.quoted(host)) in K8S_WAIT_ADDRESSES is not an IPv4 or IPv6 address.")
            }
            addresses.append(address)
        }
        return addresses
    }

    private static func trust(
        _ flags: [ClientFlag: String], _ variable: (String) -> String?
    ) throws(WaitClientError) -> WaitTrust {
        if let file = flags[.caFile] ?? variable("K8S_WAIT_CA_FILE") { return .file(file) }
        guard let list = variable("K8S_WAIT_PINS") else {
            throw missing("the authority of the status server", "K8S_WAIT_CA_FILE", "--ca-file=FILE")
        }
        var pins: [[UInt8]] = []
        for text in list.split(separator: ",") {
            let digits = text.filter { $0 != " " }
            guard let pin = Hexadecimal.bytes(of: digits), pin.count == 32 else {
                throw WaitClientError(
                    .badSetting,
                    "\(Excerpt.quoted(digits, limit: 70)) in K8S_WAIT_PINS is not a SHA-256 digest of 64 hexadecimal digits."
                )
            }
            pins.append(pin)
        }
        guard !pins.isEmpty else {
            throw WaitClientError(.badSetting, "K8S_WAIT_PINS names no SHA-256 digest; give at least one.")
        }
        return .pins(pins)
    }

    private static func missing(_ what: String, _ variable: String, _ flag: String) -> WaitClientError {
        WaitClientError(
            .missingSetting,
            "The container does not say \(what): add the variable \(variable) or the argument \(flag).")
    }
}
