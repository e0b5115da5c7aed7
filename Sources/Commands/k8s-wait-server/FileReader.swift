internal import CertificateAuthority
internal import Glibc
internal import Locking
internal import Logging
internal import Metrics
internal import Posix
internal import TLS

/// Reads the certificates' files, again whenever they have changed, and shows what they hold. Thread-safe.
///
/// They are looked at every two seconds, through whatever symbolic links lead to them: the kubelet swaps one link for a whole
/// mounted Secret, other tools write each file in its place, and not every file system tells of that. Files that do not
/// belong together, because they were caught between two of those writes, change nothing and are read again.
final class FileReader: Sendable {
    /// How often the files are looked at.
    private static let interval = Duration.seconds(2)

    private let files: CertificateFiles?
    private let clientAuthorities: String?
    private let display: IdentityDisplay
    private let reloading = Locked(FileReloading())
    private let isRefused: Gauge
    private let successes: Counter
    private let failures: Counter
    private let logger: Logger

    /// A reader that has read nothing.
    ///
    /// - Parameters:
    ///   - files: the serving certificate's; nil where that does not come from files.
    ///   - clientAuthorities: those of the clients that the webhook port lets in; nil where it lets in anybody.
    init(
        _ files: CertificateFiles?, clientAuthorities: String?, display: IdentityDisplay, metrics: MetricsRegistry,
        logger: Logger
    ) {
        self.files = files
        self.clientAuthorities = clientAuthorities
        self.display = display
        self.logger = logger
        isRefused = metrics.gauge(
            "k8s_wait_certificate_files_refused",
            help: "1 while the certificates' files cannot be used and what was read before is served, else 0.")
        func counter(_ outcome: String) -> Counter {
            metrics.counter(
                "k8s_wait_certificate_reloads_total", help: "Readings of changed certificate files, by outcome.",
                labels: [("outcome", outcome)])
        }
        successes = counter("loaded")
        failures = counter("refused")
    }

    /// Whether there is any file to read.
    var hasFiles: Bool { !paths.isEmpty }

    /// Reads the files for the first time. Throws when one cannot be used.
    func start() throws {
        let snapshot = snapshot
        try show()
        reloading.withLock { $0.succeeded(snapshot) }
    }

    /// Looks at the files again and again, until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.interval)
            if Task.isCancelled { return }
            let snapshot = snapshot
            if reloading.withLock({ $0.isDue(snapshot) }) { reload() }
        }
    }

    /// Reads the files now. Connections stay; files that cannot be used change nothing.
    ///
    /// One reads at a time, whether the files have changed or a signal asks for it: of two at once, the one that had read
    /// them first could be the last to show what it read.
    func reload() {
        reloading.withLock { reloading in
            let snapshot = snapshot
            do {
                try show()
                reloading.succeeded(snapshot)
                isRefused.set(0)
                successes.increment()
                logger.notice("certificates read again")
            } catch {
                isRefused.set(1)
                guard reloading.failed(snapshot, because: "\(error)") else { return }
                failures.increment()
                logger.error(
                    "the present certificates stay: the new ones cannot be used", metadata: ["reason": "\(error)"])
            }
        }
    }

    private var paths: [String] {
        (files.map { [$0.certificate, $0.key, $0.authorities] } ?? []) + (clientAuthorities.map { [$0] } ?? [])
    }

    private var snapshot: FileReloading.Snapshot { paths.map { try? FileIdentity($0) } }

    private func show() throws {
        // All is read before anything is shown.
        let clients = try clientAuthorities.map { path in
            let pem = try FileContents.read(path)
            _ = try Certificate.parse(pem: pem)
            return pem
        }
        if let (identity, key) = try files?.read() { try display.show(identity, key: key) }
        if let clients { try display.webhookTLS.replace(clientAuthorities: clients) }
    }
}
