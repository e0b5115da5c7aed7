import Posix
import ServerTestKit
import Testing

/// Peers that mean harm, each kind against the real server, while admissions of well-behaved clients go on.
@Suite(.serialized, .timeLimit(.minutes(10))) struct HostilePeerTests {
    /// Limits that an attack of this size exceeds, and times within which a well-behaved client gets its turn even where
    /// the machine stands still for a while.
    private static let limits =
        "connections=500,handshake-timeout=30s,header-timeout=30s,body-timeout=30s,idle-timeout=30s"
    private static let connections = 1_000

    @Test(arguments: Attack.allCases) func admissionsGoOnUnder(attack: Attack) async throws {
        try await World.run(serverOptions: ["--webhook-limits", Self.limits]) { world in
            let admissions = try world.startAdmissions()
            let before = await admissions.next(100)
            let running = try attack.start(on: try world.webhookTarget(), connections: Self.connections)
            await running.inFull(running.swarms.count > 1 ? 100 : Self.connections)
            let during = await admissions.next(300)
            let counts = running.counts
            let faults = await running.stop()
            let after = await admissions.next(100)
            await admissions.stop()
            print("\(attack.rawValue): \(during)")
            #expect(faults == [])
            #expect(counts.attempts + running.requests > 0)
            for tally in [before, during, after] { #expect(tally.lost.prefix(5) == []) }
            #expect(try !world.serverProcess().hasEnded)
        }
    }

    @Test(arguments: [Attack.slowHandshakes, .slowHeads, .slowBodies, .idleConnections, .usedConnections])
    func whoDoesNothingIsCut(attack: Attack) async throws {
        let limits = "handshake-timeout=1s,header-timeout=1s,body-timeout=1s,idle-timeout=1s"
        try await World.run(serverOptions: ["--webhook-limits", limits]) { world in
            let running = try attack.start(on: try world.webhookTarget(), connections: 5)
            for swarm in running.swarms { #expect(await swarm.wait { $0.cuts >= 5 }) }
            await running.stop()
            if attack == .slowBodies { #expect(running.counts.answers[408, default: 0] > 0) }
        }
    }

    /// As many as the descriptors of this process and the server's suffice for.
    @Test func tenThousandIdleConnections() async throws {
        let count = min(10_000, DescriptorLimit.raise() / 2)
        try await World.run(serverOptions: ["--status-limits", "header-timeout=1h,connections-per-peer=2000"]) {
            world in
            let admissions = try world.startAdmissions()
            let running = try Attack.idleConnections.start(on: try world.statusTarget(), connections: count)
            for swarm in running.swarms { #expect(await swarm.wait { $0.inPlace == count }) }
            let during = await admissions.next(300)
            #expect(running.counts.cuts == 0)
            await running.stop()
            await admissions.stop()
            print("\(count) idle connections: \(during)")
            #expect(during.lost.prefix(5) == [])
        }
    }

    /// The status port may take as many connections as it gets: the webhook's are left.
    @Test func aFloodOfTheStatusPortLeavesDescriptorsToAdmissions() async throws {
        try await World.run(descriptors: 256) { world in
            let process = try world.serverProcess()
            #expect(await process.line(containing: "the limit on open files is low") != nil)
            let admissions = try world.startAdmissions()
            let running = try Attack.idleConnections.start(on: try world.statusTarget(), connections: 400)
            await running.inFull(400)
            let during = await admissions.next(200)
            await running.stop()
            await admissions.stop()
            print("256 descriptors: \(during)")
            #expect(during.lost.prefix(5) == [])
            #expect(!process.lines.contains { $0.contains("connections cannot be accepted") })
        }
    }

    @Test func descriptorsAreExhaustedAndGivenBack() async throws {
        try await World.run(descriptors: 64) { world in
            let process = try world.serverProcess()
            let attacks = try [world.statusTarget(), world.webhookTarget()].map {
                try Attack.idleConnections.start(on: $0, connections: 100)
            }
            #expect(await process.line(containing: "connections cannot be accepted") != nil)
            for attack in attacks { await attack.stop() }
            // Nothing tells from outside when the last one of the queue has been seen and closed.
            while try await world.tryToCreate(Manifests.pod(["wait.k8s/for-job": "migrate"])).status != 201 {
                try await Task.sleep(for: .milliseconds(20))
            }
            try await world.metrics(containing: #"k8s_wait_http_connections{server="status"} 0"#)
            // Whichever port had none left says so with the next connection that it accepts.
            var client = try? await world.connectToStatus()
            while client == nil {
                try await Task.sleep(for: .milliseconds(20))
                client = try? await world.connectToStatus()
            }
            try await client?.close()
            #expect(await process.line(containing: "connections are accepted again") != nil)
            #expect(!process.hasEnded)
        }
    }
}
