import KubernetesClient
import KubernetesTestKit
import Locking
import ServerTestKit
import Testing

@testable import WebhookRegistration

/// The registration against the fake API server.
@Suite("Keeping our MutatingWebhookConfiguration", .timeLimit(.minutes(5)))
struct RegistrationTests {
    private static func withCluster(_ body: (FakeAPIServer) async throws -> Void) async throws {
        var settings = APIServerSettings()
        settings.usesTLS = false
        let api = try FakeAPIServer.start(settings)
        do {
            try await body(api)
        } catch {
            await api.stop()
            throw error
        }
        await api.stop()
    }

    /// Stores a configuration whose entries have these bundles.
    private static func put(_ api: FakeAPIServer, _ bundles: [[UInt8]?], named: [String]? = nil) throws {
        var object = try JSONValue(json: Array(Entries.json(bundles).utf8))
        object["apiVersion"] = "admissionregistration.k8s.io/v1"
        object["kind"] = "MutatingWebhookConfiguration"
        object[path: "metadata"]["labels"] = ["kept": "yes"]
        if let named, case .array(var entries)? = object["webhooks"] {
            for index in entries.indices { entries[index]["name"] = .string(named[index]) }
            object["webhooks"] = .array(entries)
        }
        try api.cluster.put(object)
    }

    /// The bundles as they are stored.
    private static func bundles(_ api: FakeAPIServer) -> [String?] {
        let object = api.cluster.object("mutatingwebhookconfigurations", "k8s-wait")
        return (object?["webhooks"]?.array ?? []).map { $0.at("clientConfig", "caBundle")?.string }
    }

    private static let ours = Entries.text(Entries.authority(Entries.ours))

    @Test func everyEntryIsPutRightAndMendedWhenItIsOverwritten() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [nil, Entries.authority(Entries.others)])
            let publisher = try Publisher(api)
            publisher.show(Entries.ours)
            try await eventually { Self.bundles(api) == [Self.ours, Self.ours] }
            try await eventually { publisher.registration.obstacle == nil }
            try await eventually { publisher.metric("k8s_wait_ca_bundle_drift") == "0" }
            #expect(publisher.metric("k8s_wait_webhook_entries") == "2")

            for bundles in [[nil, nil], [Entries.authority(Entries.others), Entries.authority(Entries.ours)]] {
                try Self.put(api, bundles)
                try await eventually { Self.bundles(api) == [Self.ours, Self.ours] }
            }
            let object = api.cluster.object("mutatingwebhookconfigurations", "k8s-wait")
            #expect(object?.at("metadata", "labels", "kept")?.string == "yes")
            try await eventually { publisher.writes("mended") >= 3 }
            await publisher.stop()
        }
    }

    @Test func aConfigurationThatArrivesLaterIsPutRight() async throws {
        try await Self.withCluster { api in
            let publisher = try Publisher(api)
            #expect(publisher.registration.obstacle == "this server has no certificate yet")
            publisher.show(Entries.ours)
            try await eventually { publisher.registration.obstacle?.contains("does not exist") == true }
            #expect(publisher.metric("k8s_wait_webhook_entries") == "0")
            try Self.put(api, [nil])
            try await eventually { Self.bundles(api) == [Self.ours] }
            try await eventually { publisher.registration.obstacle == nil }
            // Once it was right, what happens to it is a metric and no obstacle.
            api.cluster.remove("mutatingwebhookconfigurations", "k8s-wait")
            try await eventually { publisher.metric("k8s_wait_webhook_entries") == "0" }
            #expect(publisher.registration.obstacle == nil)
            await publisher.stop()
        }
    }

    @Test func aConfigurationWithoutEntriesIsNoRegistration() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [])
            let publisher = try Publisher(api)
            publisher.show(Entries.ours)
            try await eventually { publisher.registration.obstacle?.contains("has no entries") == true }
            await publisher.stop()
        }
    }

    @Test func anEntryForAnotherNameIsRightInItsBundleAndNoWayToUs() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [nil])
            let publisher = try Publisher(api)
            let elsewhere = try TestIdentity(names: ["elsewhere.svc"])
            publisher.show(elsewhere)
            try await eventually {
                publisher.metric("k8s_wait_ca_bundle_drift") == "0" && publisher.writes("mended") == 1
            }
            #expect(publisher.registration.obstacle?.contains("k8s-wait.k8s-wait.svc") == true)
            publisher.show(Entries.ours)
            try await eventually { publisher.registration.obstacle == nil }
            await publisher.stop()
        }
    }

    // MARK: What goes wrong

    /// Somebody overwrites what we have just written, and the news of that overtake the answer to us.
    @Test func aLateAnswerDoesNotHideWhatTheWatchHasTold() async throws {
        try await Self.withCluster { api in
            let publisher = try Publisher(api)
            await publisher.stop()
            let registration = publisher.registration
            let (overwritten, answer) = (Entries.json([nil]), Entries.json([Entries.authority(Entries.ours)]))
            let told = registration.state.withLock { $0.news }
            registration.receive([.applied(Array(overwritten.utf8))])
            registration.note(.document(try ConfigurationDocument(answer.utf8.span)), unlessToldSince: told)
            #expect(
                registration.state.withLock { $0.sight } == .document(try ConfigurationDocument(overwritten.utf8.span)))
            // As long as the watch is silent the answer is the newest that there is.
            let newest = registration.state.withLock { $0.news }
            registration.note(.document(try ConfigurationDocument(answer.utf8.span)), unlessToldSince: newest)
            #expect(registration.state.withLock { $0.sight } == .document(try ConfigurationDocument(answer.utf8.span)))
        }
    }

    /// Two threads tell of changes at once: what the metrics say is what was told last.
    @Test func metricsFollowTheLastOfManyChangesAtOnce() async throws {
        try await Self.withCluster { api in
            let publisher = try Publisher(api)
            await publisher.stop()
            let registration = publisher.registration
            publisher.show(Entries.ours)
            let sights = [[nil], [nil, nil], [Entries.authority(Entries.ours)], []].map(Entries.json)
            for _ in 0..<200 {
                await withTaskGroup { group in
                    for sight in sights { group.addTask { registration.receive([.applied(Array(sight.utf8))]) } }
                }
                let (drift, count) = registration.state.withLock { state in
                    (state.plan.differing, state.sight.document?.entries.count)
                }
                #expect(publisher.metric("k8s_wait_ca_bundle_drift") == "\(drift)")
                #expect(publisher.metric("k8s_wait_webhook_entries") == "\(count ?? 0)")
            }
        }
    }

    /// Two configurations follow each other so fast that a patch for the one meets the other.
    @Test func entriesThatHaveMovedAreNotMistakenForEachOther() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [nil, nil], named: ["a.wait.k8s", "b.wait.k8s"])
            let publisher = try Publisher(api)
            try await eventually { publisher.metric("k8s_wait_webhook_entries") == "2" }
            try await eventually { api.cluster.watchCount("mutatingwebhookconfigurations") == 1 }
            // The watch says nothing any more, and the entries change places.
            api.cluster.strikeWatches(.silence, resource: "mutatingwebhookconfigurations")
            try Self.put(api, [nil, nil], named: ["b.wait.k8s", "a.wait.k8s"])
            publisher.show(Entries.ours)
            try await eventually { publisher.writes("conflict") > 2 }
            #expect(Self.bundles(api) == [nil, nil])
            await publisher.stop()
        }
    }

    @Test(arguments: [
        (Fault.Action.status(403, retryAfter: nil), "forbidden"), (.status(500, retryAfter: nil), "failed"),
        (.status(429, retryAfter: 0), "failed"), (.hangUp, "failed"), (.status(409, retryAfter: nil), "conflict"),
    ])
    func aPatchThatFailsIsTriedAgain(action: Fault.Action, outcome: String) async throws {
        try await Self.withCluster { api in
            try Self.put(api, [nil])
            api.cluster.add(Fault(action, verb: "patch", resource: "mutatingwebhookconfigurations"))
            let publisher = try Publisher(api)
            publisher.show(Entries.ours)
            try await eventually { publisher.writes(outcome) >= 2 }
            #expect(publisher.registration.obstacle != nil && publisher.metric("k8s_wait_ca_bundle_drift") == "1")
            api.cluster.removeFaults()
            try await eventually { Self.bundles(api) == [Self.ours] }
            try await eventually { publisher.registration.obstacle == nil }
            await publisher.stop()
        }
    }

    @Test func whoMayNotLookSaysSo() async throws {
        try await Self.withCluster { api in
            api.cluster.add(Fault(.status(403, retryAfter: nil), resource: "mutatingwebhookconfigurations"))
            let publisher = try Publisher(api)
            publisher.show(Entries.ours)
            try await eventually { publisher.registration.obstacle?.contains("cannot be read") == true }
            await publisher.stop()
        }
    }

    // MARK: Files

    @Test func whatIsNotOursToKeepIsOnlyLookedAt() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [Entries.authority(Entries.ours), Entries.authority(Entries.others)])
            let publisher = try Publisher(api, mends: false)
            publisher.show(Entries.ours)
            try await eventually { publisher.registration.obstacle?.contains("entry e1.wait.k8s") == true }
            try await eventually { publisher.metric("k8s_wait_ca_bundle_drift") == "1" }
            // Whoever keeps it trusts others too; that is no fault.
            let both = Entries.authority(Entries.others) + Entries.authority(Entries.ours)
            try Self.put(api, [Entries.authority(Entries.ours), both])
            try await eventually { publisher.registration.obstacle == nil }
            try await eventually { publisher.metric("k8s_wait_ca_bundle_drift") == "0" }
            try Self.put(api, [nil, nil])
            try await eventually { publisher.metric("k8s_wait_ca_bundle_drift") == "2" }
            #expect(api.cluster.access.count("patch", "mutatingwebhookconfigurations") == 0)
            #expect(publisher.registration.obstacle == nil)
            await publisher.stop()
        }
    }

    // MARK: Several replicas

    @Test func replicasThatDisagreeSettleOnceTheyAgree() async throws {
        try await Self.withCluster { api in
            try Self.put(api, [nil, nil])
            let publishers = try (0..<3).map { _ in try Publisher(api) }
            for publisher in publishers { publisher.show(Entries.ours) }
            try await eventually { Self.bundles(api) == [Self.ours, Self.ours] }
            // A rotation reaches them one after another.
            let rotated = Entries.text(Entries.authority(Entries.ours) + Entries.authority(Entries.next))
            for publisher in publishers { publisher.show(Entries.ours, trusting: [Entries.ours, Entries.next]) }
            try await eventually { Self.bundles(api) == [rotated, rotated] }
            try await eventually { publishers.allSatisfy { $0.metric("k8s_wait_ca_bundle_drift") == "0" } }
            for publisher in publishers { await publisher.stop() }
        }
    }
}
