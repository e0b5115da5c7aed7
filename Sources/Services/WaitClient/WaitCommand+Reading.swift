import Dependencies
import Dialects
import Encodings
import HTTPClient
import Posix
import StatusAPI

extension WaitCommand {
    /// Reads the arguments, the program's name before them, and the environment.
    ///
    /// Throws with a message that says which flag or variable to add. Variables that this program does not know are
    /// passed over: a Service named `k8s-wait` puts some of that prefix into every pod of its namespace.
    package init(
        program: String = "k8s-wait", arguments: [String], environment: @escaping (String) -> String?
    ) throws(WaitClientError) {
        // To k8s-when-ready `-h` is an option with a value.
        if arguments.contains("--help") || arguments == ["-h"] || arguments.first == "for" && arguments.contains("-h") {
            self = .help
        } else if arguments.contains("--version") {
            self = .version
        } else {
            self = try Self.reading(program, arguments, environment)
        }
    }

    private static func reading(
        _ program: String, _ arguments: [String], _ environment: @escaping (String) -> String?
    ) throws(WaitClientError) -> WaitCommand {
        let read: DialectQuestion
        do throws(Diagnostic) {
            read = try Dialects.read(
                ContainerInvocation(command: [program], arguments: arguments, environment: environment),
                podNamespace: environment("POD_NAMESPACE") ?? "", restartPolicy: nil)
        } catch {
            throw WaitClientError(.badArgument, "\(error.description) Try --help.")
        }
        let flags = read.clientFlags
        let format = try format(flags)
        if read.question.dependencies.isEmpty, let plan = read.entrypoint { return .enter(plan) }
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
        return .wait(
            WaitConfiguration(
                question: read.question, identity: try identity(variable), server: server,
                addresses: try addresses(variable("K8S_WAIT_ADDRESSES"), port: server.port),
                trust: try trust(flags, variable), terminationLog: TerminationLog(variable("K8S_WAIT_TERMINATION_LOG")),
                dialect: read.dialect, notes: read.notes, entrypoint: read.entrypoint, format: format,
                toolLog: ToolLog(read.dialect, words(arguments), read.question.dependencies),
                probes: try probes(read.question)))
    }

    /// The form that the arguments ask to print in.
    private static func format(_ flags: [ClientFlag: String]) throws(WaitClientError) -> OutputFormat {
        guard let word = flags[.output] else { return .text }
        guard let format = OutputFormat(rawValue: word) else {
            throw WaitClientError(
                .badArgument, "--output=\(Excerpt.of(word, limit: 40)) is not known; use text or json.")
        }
        return format
    }

    /// The arguments without the options that say how to ask and print.
    private static func words(_ arguments: [String]) -> [String] {
        (try? ClientFlag.split(arguments))?.question ?? arguments
    }

    private static func probes(_ question: WaitQuestion) throws(WaitClientError) -> [Probe] {
        var probes: [Probe] = []
        for dependency in question.dependencies {
            guard let probe = try Probe(dependency), !probes.contains(probe) else { continue }
            probes.append(probe)
        }
        return probes
    }

    private static func identity(_ variable: (String) -> String?) throws(WaitClientError) -> WaitRequest {
        if let namespace = variable("POD_NAMESPACE"), let pod = variable("POD_NAME"), let uid = variable("POD_UID") {
            let container = variable("K8S_WAIT_CONTAINER")
            return WaitRequest(namespace: namespace, pod: pod, uid: uid, container: container)
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
