/// The languages in which a container can say what it waits for: our own, and those of the tools that people come from.
package enum Dialect: String, CaseIterable, Hashable, Sendable {
    /// `for service/db/postgres --timeout=10m`.
    case native = "k8s-wait"
    /// The client of k8s-when-ready: `--type=service --name=postgres`.
    case whenReady = "k8s-when-ready"
    /// kubernetes-entrypoint: variables `DEPENDENCY_SERVICE` and others, and `COMMAND`.
    case entrypoint = "kubernetes-entrypoint"
    /// k8s-wait-for: `job db-migrate`, `pod -lapp=db`.
    case waitFor = "k8s-wait-for"
    /// k8s-wait-for-multi: `shop,job,db-migrate service,redis`.
    case waitForMulti = "k8s-wait-for-multi"
    /// service-precheck: host names.
    case servicePrecheck = "service-precheck"

    /// The dialect that a program's name selects, whatever directory it is in; nil for a name that selects none.
    init?(program: String) {
        let name = program.utf8.split(separator: UInt8(ascii: "/")).last.map { String(Substring($0)) } ?? ""
        switch name {
        case "k8s-when-ready", "k8s-when-ready-client": self = .whenReady
        case "kubernetes-entrypoint": self = .entrypoint
        case "wait_for.sh", "k8s-wait-for": self = .waitFor
        case "k8s-wait-for-multi", "kube-wait-for-multi": self = .waitForMulti
        case "precheck", "precheck.sh", "service-precheck": self = .servicePrecheck
        default: return nil
        }
    }

    /// The names, beside `k8s-wait`, under which the image holds the program, so that a manifest's `command` finds it.
    package static let programNames = [
        "k8s-when-ready", "kubernetes-entrypoint", "wait_for.sh", "k8s-wait-for", "k8s-wait-for-multi",
        "kube-wait-for-multi", "precheck", "service-precheck",
    ]

    /// The statuses that users of the tool script against.
    package var exitCodes: ExitCodes { self == .whenReady ? .whenReady : .native }

    /// What the waiting program's exit status says; 0 is success in every dialect.
    package struct ExitCodes: Hashable, Sendable {
        /// The time was over.
        package let timedOut: UInt8
        /// The arguments or the environment are wrong.
        package let misused: UInt8
        /// A dependency has failed for good.
        package let dependencyFailed: UInt8
        /// The server refused to answer.
        package let refused: UInt8

        /// Statuses of these values.
        package init(timedOut: UInt8, misused: UInt8, dependencyFailed: UInt8, refused: UInt8) {
            self.timedOut = timedOut
            self.misused = misused
            self.dependencyFailed = dependencyFailed
            self.refused = refused
        }

        /// Ours, and those of the tools whose users know only 0 and the rest.
        static let native = ExitCodes(timedOut: 1, misused: 2, dependencyFailed: 3, refused: 4)
        /// 1 is the time-out, 2 everything else.
        static let whenReady = ExitCodes(timedOut: 1, misused: 2, dependencyFailed: 2, refused: 2)
    }
}
