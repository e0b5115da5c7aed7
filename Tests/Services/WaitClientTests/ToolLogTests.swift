import Dependencies
import Dialects
import StatusAPI
import Testing

@testable import WaitClient

/// The lines of other tools, moment by moment.
@Suite struct ToolLogTests {
    /// 2026-11-21 14:50:03 in UTC.
    private static let time = 1_795_272_603

    private static func log(_ dialect: Dialect, _ words: [String], _ dependencies: [String]) throws -> ToolLog? {
        ToolLog(dialect, words, try dependencies.map { try Dependency(canonical: $0) })
    }

    private static func verdict(_ dependency: String, _ state: DependencyState) -> WaitNotice {
        .verdict(DependencyStatus(dependency: dependency, state: state, reason: "R", message: "not yet"), "")
    }

    private static func lines(_ log: ToolLog?, _ notice: WaitNotice) throws -> [String] {
        try #require(log).lines(notice, at: time).map { $0.isError ? "error: \($0.text)" : $0.text }
    }

    @Test func whenReady() throws {
        let log = try Self.log(.whenReady, [], ["service/shop/db"])
        let success = "Detected running state. Done waiting. Exiting successfully."
        let timeout = "Timeout has elapsed without detecting running state. Done waiting. Exiting with failure."
        #expect(try Self.lines(log, .line(.released, "")) == [success])
        #expect(try Self.lines(log, .problem(.timedOut, "")) == [timeout])
        #expect(try Self.lines(log, .problem(.refused, "")) == ["error: Critical error. Exiting."])
        #expect(try Self.lines(log, Self.verdict("service/shop/db", .waiting)) == [])
    }

    @Test(
        arguments: [
            (["job", "migrate"], "job migrate"), (["job-wr", "migrate", "-n", "infra"], "job migrate -n infra"),
            (["pod-we", "-lapp in (a, b)"], "pod -lapp in (a, b)"),
        ])
    func waitFor(_ words: [String], _ target: String) throws {
        let log = try Self.log(.waitFor, words, ["job/shop/migrate"])
        let waiting = ["[2026-11-21 14:50:03] Waiting for \(target)..."]
        #expect(try Self.lines(log, .line(.start, "")) == [])
        #expect(try Self.lines(log, Self.verdict("job/shop/migrate", .waiting)) == waiting)
        #expect(try Self.lines(log, .line(.progress, "")) == waiting)
        #expect(try Self.lines(log, Self.verdict("job/shop/migrate", .ready)) == [])
        #expect(try Self.lines(log, .line(.released, "")) == ["[2026-11-21 14:50:03] \(target) is ready."])
    }

    @Test(
        arguments: [
            ("service/mysql/mariadb", "Service mariadb in namespace mysql"),
            ("job/foo/nova-init", "Job nova-init in namespace foo"),
            ("daemonset/foo/agent", "Daemonset agent in namespace foo"),
            ("file//run/ovs.socket", "Socket /run/ovs.socket"),
        ])
    func entrypoint(_ dependency: String, _ name: String) throws {
        let log = try Self.log(.entrypoint, [], [dependency])
        let prefix = "2026/11/21 14:50:03 k8s-wait:"
        #expect(try Self.lines(log, .line(.start, "")) == ["Entrypoint INFO: \(prefix) Resolving \(name)"])
        #expect(
            try Self.lines(log, Self.verdict(dependency, .waiting))
                == ["Entrypoint WARNING: \(prefix) Resolving dependency \(name) failed: not yet ."])
        #expect(
            try Self.lines(log, Self.verdict(dependency, .ready))
                == ["Entrypoint INFO: \(prefix) Dependency \(name) is resolved."])
        #expect(try Self.lines(log, Self.verdict("service/never/asked", .ready)) == [])
    }

    @Test func precheck() throws {
        let log = try Self.log(.servicePrecheck, ["google.com"], ["dns/google.com"])
        #expect(try Self.lines(log, .line(.start, "")) == ["[google.com] checking for a dns entry"])
        #expect(try Self.lines(log, Self.verdict("dns/google.com", .waiting)) == ["[google.com] waiting..."])
        #expect(try Self.lines(log, Self.verdict("dns/google.com", .ready)) == [])
    }

    @Test(arguments: [Dialect.native, .waitForMulti]) func othersHaveNone(_ dialect: Dialect) throws {
        #expect(try Self.log(dialect, [], ["service/a/b"]) == nil)
    }
}
