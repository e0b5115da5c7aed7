import KubernetesTestKit
import Locking
import ServerTestKit
import TLS
import Testing

@testable import CertificateAuthority

/// Replicas against the fake API server.
@Suite struct CertificateAuthorityTests {
    private static let due: Int64 = 1000

    @Test func twoReplicasMakeOnePair() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let replicas = try [cluster.replica(clock: clock), cluster.replica(clock: clock)]
            try await eventually { replicas.allSatisfy { $0.identity != nil } }
            let document = try #require(try cluster.document())
            try await eventually { replicas.allSatisfy { $0.identity?.trusted.pins == document.pins } }
            for replica in replicas {
                #expect(try replica.signer() == document.pins[0])
                #expect(replica.authority.obstacle() == nil)
                let leaf = try Certificate.parse(pem: replica.identity?.chain ?? [])[0]
                #expect(leaf.dnsNames == ["k8s-wait.test"])
            }
            // Each has a key of its own.
            #expect(replicas[0].identity?.chain != replicas[1].identity?.chain)
            #expect(cluster.secret?.at("type")?.string == "Opaque")
            #expect(try Certificate.parse(pem: document.current.certificate)[0].notAfter == Documents.start + 1500)
        }
    }

    @Test func leavesAreRenewedAndNothingElseChanges() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let replica = try cluster.replica(clock: clock)
            try await eventually { replica.identity != nil }
            let (first, document) = (replica.identity, try cluster.document())
            // An hour back is within what a certificate is backdated by.
            clock.set(-3600)
            clock.set(70)
            try await eventually { replica.count == 2 }
            #expect(replica.identity?.chain != first?.chain)
            #expect(replica.identity?.trusted == first?.trusted)
            #expect(try replica.signer() == document?.pins[0])
            #expect(replica.metric("k8s_wait_certificate_renewals_total") == "2")
            #expect(try cluster.document() == document)
        }
    }

    @Test func aPromotionIsMadeOnceAndTakenByAll() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let replicas = try [cluster.replica(clock: clock), cluster.replica(clock: clock)]
            try await eventually { replicas.allSatisfy { $0.identity != nil } }
            let first = try #require(try cluster.document())
            clock.set(Self.due)
            try await eventually { replicas.allSatisfy { $0.identity?.trusted.pins.count == 3 } }
            let second = try #require(try cluster.document())
            #expect(second.pins[0] == first.pins[1] && second.pins[2] == first.pins[0])
            try await eventually { replicas.allSatisfy { $0.identity?.trusted.pins == second.pins } }
            for replica in replicas { #expect(try replica.signer() == second.pins[0]) }
            // The key of the former is gone, and later its certificate is.
            #expect(cluster.secret?.at("data", "previous.key") == nil)
            clock.set(Self.due + 101)
            try await eventually { replicas.allSatisfy { $0.identity?.trusted.pins.count == 2 } }
            #expect(cluster.secret?.at("data", "previous.crt") == nil)
            #expect(try cluster.document()?.pins == Array(second.pins.prefix(2)))
        }
    }

    @Test func aDeletedSecretIsWrittenAgain() async throws {
        try await TestCluster.run { cluster in
            let replica = try cluster.replica(clock: TestWallClock())
            try await eventually { replica.identity != nil }
            let document = try cluster.document()
            cluster.deleteSecret()
            try await eventually { try cluster.document() != nil }
            #expect(try cluster.document() == document)
            try cluster.putSecret([:])
            try await eventually { try cluster.document() != nil }
            #expect(try cluster.document() == document)
            #expect(replica.count == 1)
        }
    }

    @Test func aSecretThatIsNotUnderstoodIsLeftAlone() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let replica = try cluster.replica(clock: clock)
            try await eventually { replica.identity != nil }
            let document = try #require(try cluster.document())
            try cluster.putSecret(["version": "Mg=="])
            try await eventually { replica.metric("k8s_wait_authorities_readable") == "0" }
            #expect(replica.authority.obstacle() == nil)
            // A replica that starts now has nothing.
            let late = try cluster.replica(clock: clock)
            try await eventually { late.authority.obstacle()?.contains("its version is \"2\"") == true }
            #expect(late.identity == nil)
            // What is held goes on, even to the next authority, and nothing is written.
            clock.set(Self.due)
            try await eventually { try replica.signer() == document.pins[1] }
            #expect(cluster.secret?.at("data", "version")?.string == "Mg==")
            // Logged once it is known, and once only.
            try await eventually { replica.log.lines.contains { $0.message.contains("is not understood") } }
            #expect(replica.log.lines.filter { $0.message.contains("is not understood") }.count == 1)
            cluster.deleteSecret()
            try await eventually { try cluster.document()?.pins.first == document.pins[1] }
            try await eventually { late.identity != nil }
            #expect(replica.metric("k8s_wait_authorities_readable") == "1")
        }
    }

    /// Two threads tell of changes at once: what the metric says is what was told last.
    @Test func theMetricFollowsTheLastOfManyChangesAtOnce() async throws {
        try await TestCluster.run { cluster in
            let replica = try cluster.replica(clock: TestWallClock())
            await replica.stop()
            let authority = replica.authority
            let good = try Documents.secret(try Documents.first())
            let bad = try SecretDocument(Array(#"{"data":{"version":"Mg=="}}"#.utf8).span)
            for _ in 0..<500 {
                await withTaskGroup { group in
                    for _ in 0..<4 {
                        group.addTask { authority.observe(good) }
                        group.addTask { authority.observe(bad) }
                        group.addTask { authority.observeAbsence() }
                    }
                }
                let base = authority.state.withLock { $0.keeper.base }
                let isReadable = if case .unreadable = base { "0" } else { "1" }
                #expect(replica.metric("k8s_wait_authorities_readable") == isReadable)
            }
        }
    }

    @Test func anOldAnswerChangesNeitherWhatIsServedNorTheMetric() async throws {
        try await TestCluster.run { cluster in
            let replica = try cluster.replica(clock: TestWallClock())
            await replica.stop()
            let authority = replica.authority
            let (old, new) = (try Documents.first(), try Documents.first(at: 10))
            authority.observe(try Documents.secret(new, version: "9"))
            authority.observe(try Documents.secret(old, version: "8"), isAnswer: true)
            authority.observeAbsence(isAnswer: true)
            #expect(try replica.signer() == new.pins[0])
            #expect(!replica.log.lines.contains { $0.message.contains("is gone") })
            authority.observe(try SecretDocument(Array(#"{"data":{"version":"Mg=="}}"#.utf8).span))
            authority.observeAbsence(isAnswer: true)
            #expect(replica.metric("k8s_wait_authorities_readable") == "0")
        }
    }

    @Test func anAPIServerThatIsAwayAtTheStart() async throws {
        try await TestCluster.run { cluster in
            await cluster.api.refuseConnections()
            let replica = try cluster.replica(clock: TestWallClock())
            try await eventually { replica.authority.obstacle()?.contains("cannot talk to") == true }
            #expect(replica.identity == nil)
            try cluster.api.acceptConnections()
            try await eventually { replica.identity != nil }
            #expect(replica.authority.obstacle() == nil)
        }
    }

    @Test func anAPIServerThatIsAwayWhenAPromotionIsDue() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let replica = try cluster.replica(clock: clock)
            try await eventually { replica.identity != nil }
            let first = try #require(try cluster.document())
            await cluster.api.refuseConnections()
            clock.set(Self.due + 5)
            try await eventually { try replica.signer() == first.pins[1] }
            #expect(replica.identity?.trusted.pins == first.pins)
            try cluster.api.acceptConnections()
            try await eventually { try cluster.document()?.pins.first == first.pins[1] }
            try await eventually { replica.identity?.trusted.pins.count == 3 }
        }
    }

    @Test("trouble with writing is told, and survived", arguments: [403, 409, 429, 500])
    func trouble(status: Int) async throws {
        try await TestCluster.run { cluster in
            cluster.cluster.add(
                Fault(.status(status, retryAfter: nil), verb: "create", resource: "secrets", times: nil))
            let replica = try cluster.replica(clock: TestWallClock())
            try await eventually { replica.authority.obstacle()?.contains("k8s-wait/k8s-wait-authorities") == true }
            try await eventually {
                let outcome = status == 409 ? "conflict" : "failed"
                return replica.metric("k8s_wait_authority_writes_total{outcome=\"\(outcome)\"}") != "0"
            }
            #expect(replica.identity == nil)
            cluster.cluster.removeFaults()
            try await eventually { replica.identity != nil }
        }
    }

    @Test func authoritiesThatHaveEndedAreMadeAnew() async throws {
        try await TestCluster.run { cluster in
            let clock = TestWallClock()
            let first = try cluster.replica(clock: clock)
            try await eventually { first.identity != nil }
            let pins = try cluster.document()?.pins ?? []
            await first.stop()
            clock.set(2500)
            let second = try cluster.replica(clock: clock)
            try await eventually { second.identity.map { $0.expiry > clock.now } == true }
            #expect(try Set(cluster.document()?.pins ?? []).isDisjoint(with: pins))
            #expect(second.authority.obstacle() == nil)
        }
    }
}
