/// The product's server, in a process of its own, on free ports of 127.0.0.1.
struct WaitServer: ~Copyable {
    /// Its process.
    let process: ChildProcess
    /// The webhook's port.
    let webhookPort: UInt16
    /// The status server's port.
    let statusPort: UInt16
    /// The operator's port, plain HTTP.
    let operatorPort: UInt16

    /// Starts it and waits until it listens. Without a kubeconfig it gets one of an API server that is not there.
    static func start(
        in workshop: Workshop, certificates: Certificates, kubeconfig: String?, loops: Int? = nil, core: Int? = nil,
        options: [String] = []
    ) throws -> WaitServer {
        let ports = [try freePort(), try freePort(), try freePort()]
        var command = [
            workshop.binary("k8s-wait-server"), "--webhook-listen", "127.0.0.1:\(ports[0])",
            "--status-listen", "127.0.0.1:\(ports[1])", "--operator-listen", "127.0.0.1:\(ports[2])",
            "--tls-cert", certificates.chain, "--tls-key", certificates.key, "--tls-ca", certificates.authority,
            "--status-url", "https://localhost:\(ports[1])", "--image", "k8s-wait:bench", "--log-level", "warning",
            // As many streams as the benchmarks open, and some connections for asking.
            "--drain-time", "0s", "--webhook-configuration", "none", "--status-limits", "connections=20000",
        ]
        command += ["--kubeconfig", try kubeconfig ?? unreachable(workshop)]
        command += options
        if let loops { command += ["--loops", String(loops)] }
        let process = try ChildProcess.start("server", command, in: workshop, core: core)
        for port in ports { try awaitListener(port: port, log: process.log) }
        return WaitServer(process: process, webhookPort: ports[0], statusPort: ports[1], operatorPort: ports[2])
    }

    /// Admission needs no API server.
    private static func unreachable(_ workshop: Workshop) throws -> String {
        let file = workshop.scratch("unreachable.kubeconfig")
        try writeFile(
            file,
            """
            apiVersion: v1
            kind: Config
            current-context: none
            contexts: [{name: none, context: {cluster: none, user: none}}]
            clusters: [{name: none, cluster: {server: "https://127.0.0.1:\(freePort())"}}]
            users: [{name: none, user: {}}]

            """)
        return file
    }
}
