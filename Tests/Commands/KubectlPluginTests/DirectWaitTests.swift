import Dependencies
import StatusAPI
import Testing
import WaitClient

@testable import kubectl_wait_for

struct DirectWaitTests {
    private static let service = "service/db/postgres"
    private static let job = "job/shop/migrate"

    private func wait(
        _ items: [String] = [service, job], timeout: TimeLimit = .none, onFailure: FailurePolicy = .fail
    ) throws -> DirectWait {
        DirectWait(try items.map { try Dependency(canonical: $0) }, timeout: timeout, onFailure: onFailure)
    }

    private func status(_ dependency: String, _ state: DependencyState, _ message: String = "so") -> DependencyStatus {
        DependencyStatus(dependency: dependency, state: state, reason: "", message: message)
    }

    @Test func endsWhenAllAreReadyAtOnce() throws {
        var wait = try wait()
        #expect(wait.end(at: .zero) == nil)
        #expect(
            wait.take([status(Self.service, .ready, "s"), status(Self.job, .waiting, "j")], at: .zero)
                == ["ready: s", "waiting: j"])
        #expect(wait.end(at: .zero) == nil)
        // The Service is not ready any more when the Job is.
        _ = wait.take([status(Self.service, .waiting), status(Self.job, .ready)], at: .seconds(1))
        #expect(wait.end(at: .seconds(1)) == nil)
        _ = wait.take([status(Self.service, .ready), status(Self.job, .ready)], at: .seconds(2))
        #expect(wait.end(at: .seconds(2)) == DirectWait.End(status: 0, message: "released: all 2 are ready"))
        #expect(wait.picture(at: .seconds(2)).readyCount == 2)
    }

    @Test func onlyChangesAreTold() throws {
        var wait = try wait([Self.service])
        #expect(wait.take([status(Self.service, .waiting, "a")], at: .zero) == ["waiting: a"])
        #expect(wait.take([status(Self.service, .waiting, "a")], at: .seconds(1)) == [])
        #expect(wait.take([status(Self.service, .waiting, "b")], at: .seconds(2)) == ["waiting: b"])
    }

    @Test func aJobStaysDone() throws {
        var wait = try wait()
        _ = wait.take([status(Self.service, .waiting), status(Self.job, .ready)], at: .zero)
        _ = wait.take([status(Self.service, .ready), status(Self.job, .waiting, "gone")], at: .seconds(1))
        #expect(wait.end(at: .seconds(1))?.status == 0)
    }

    @Test func failuresEndItUnlessToldOtherwise() throws {
        let failed = [status(Self.service, .ready), status(Self.job, .failed, "broken")]
        var strict = try wait()
        _ = strict.take(failed, at: .zero)
        #expect(strict.end(at: .zero) == DirectWait.End(status: 3, message: "failed: broken"))
        var patient = try wait(onFailure: .wait)
        _ = patient.take(failed, at: .zero)
        #expect(patient.end(at: .zero) == nil)
        var mixed = try wait([Self.service, Self.job + " on-failure=fail"], onFailure: .wait)
        _ = mixed.take(failed, at: .zero)
        #expect(mixed.end(at: .zero)?.status == 3)
    }

    @Test func theTimeIsOver() throws {
        var wait = try wait([Self.service], timeout: .seconds(2))
        _ = wait.take([status(Self.service, .waiting, "not yet")], at: .zero)
        #expect(wait.end(at: .milliseconds(1_999)) == nil)
        #expect(wait.remaining(at: .milliseconds(1_900)) == .milliseconds(100))
        #expect(wait.remaining(at: .seconds(3)) == .zero)
        #expect(wait.end(at: .seconds(2)) == DirectWait.End(status: 1, message: "timed out after 2s: not yet"))
        // Ready in time's last moment is ready.
        _ = wait.take([status(Self.service, .ready)], at: .seconds(2))
        #expect(wait.end(at: .seconds(2))?.status == 0)
    }

    @Test func whatChangesIsShownAtAPaceForEyes() {
        var pace = RedrawPace(atLeastEvery: .seconds(1))
        #expect(pace.shows(at: .zero) == true)
        #expect(pace.pause(at: .milliseconds(200)) == .milliseconds(800))
        #expect(pace.shows(at: .milliseconds(200)) == true)
        #expect(pace.shows(at: .milliseconds(250)) == false)
        #expect(pace.pause(at: .milliseconds(260)) == .milliseconds(40))
        #expect(pace.shows(at: .milliseconds(300)) == true)
        #expect(pace.pause(at: .milliseconds(300)) == .seconds(1))
        #expect(pace.pause(at: .seconds(9)) == .zero)
    }

    @Test func theJudgeDoesNotSpeakOfAServer() throws {
        var wait = try wait([Self.service])
        let message = "Service db/postgres: this server may not list and watch services"
        #expect(
            wait.take([status(Self.service, .waiting, message)], at: .zero)
                == ["waiting: Service db/postgres: this kubeconfig may not list and watch services"])
    }

    @Test(arguments: [
        ("service/postgres", "service/shop/postgres"), ("job/db/migrate match=(a=b)", "job/db/migrate match=(a=b)"),
        ("daemonset/x anywhere", "daemonset/shop/x anywhere"), ("node/one", "node/one"),
        ("certificate.cert-manager.io/web condition=Ready", "certificate.cert-manager.io/shop/web condition=Ready"),
        ("svc/a, svc/b", "service/shop/a service/shop/b"), ("svc/a svc/b", nil), ("tcp/db:80", nil),
        ("daemonset/x", nil),
        ("pod/(a=b) same-node", nil), ("job/x match=pod:version", nil), ("certificate/web", nil), ("", nil),
        ("service/x mni=2", nil),
    ])
    func itemsAreReadAsPodsAreRead(_ item: String, _ canonical: String?) {
        let question = try? DirectQuestion([item], namespace: "shop")
        #expect(question.map { $0.dependencies.map(\.description).joined(separator: " ") } == canonical)
    }

    @Test func oneNamespaceIsEnough() throws {
        #expect(try DirectQuestion(["svc/a", "job/b", "node/x"], namespace: "shop").onlyNamespace == "shop")
        #expect(try DirectQuestion(["svc/a", "svc/db/a"], namespace: "shop").onlyNamespace == nil)
        let kinds = try DirectQuestion(["widget.v1.example.com/a", "configmap/x"], namespace: "shop").allowedKinds
        #expect(kinds.allows(plural: "widgets", group: "example.com"))
        #expect(kinds.allows(.configmap) && kinds.allows(.secret))
    }
}
