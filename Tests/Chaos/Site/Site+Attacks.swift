import Locking
import ServerTestKit
import TLS

extension Site {
    /// The webhook's port.
    func webhookTarget() throws -> AttackTarget { .webhook(webhookAddress, trust: try identity.clientContext()) }

    /// The status server's port.
    func statusTarget() throws -> AttackTarget { .status(statusAddress, trust: try identity.clientContext()) }

    /// Begins an attack, and returns once every connection of it was tried, or one round of its requests is over.
    func attack(_ attack: Attack, _ target: AttackTarget, connections: Int) async throws {
        let running = try attack.start(on: target, connections: connections)
        attacks.withLock { $0.append(running) }
        await running.inFull(running.swarms.count > 1 ? 100 : connections)
    }

    /// Ends every attack. Throws what the server has taken wrongly, or that nothing came of an attack.
    func endAttacks() async throws {
        let all = attacks.withLock { attacks in
            defer { attacks = [] }
            return attacks
        }
        for attack in all {
            let faults = await attack.stop()
            let counts = attack.counts
            say("\(counts.attempts) connections and \(attack.requests) requests were hostile; \(counts.cuts) were cut")
            guard faults.isEmpty else { throw ChildProcess.StartFailure(description: faults.joined(separator: "; ")) }
            guard counts.attempts + attack.requests > 0 else {
                throw ChildProcess.StartFailure(description: "the attack has not begun")
            }
        }
    }
}
