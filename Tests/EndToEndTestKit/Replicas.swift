internal import Glibc
internal import Locking
package import Posix
package import ServerTestKit

/// Several real servers behind a balancer, started and ended one by one as a Deployment does with its pods. Thread-safe.
package final class Replicas: Sendable {
    /// What stands before the webhooks and status servers of all.
    package let balancer: TCPBalancer
    private let processes = Locked<[String: ChildProcess]>([:])

    /// No replica so far.
    package init() throws {
        // The Service of the status servers publishes addresses that are not ready.
        balancer = try TCPBalancer([.init(), .init(publishesNotReady: true)])
    }

    /// The webhooks, through the balancer.
    package var webhookAddress: SocketAddress { balancer.addresses[0] }

    /// The status servers, through the balancer.
    package var statusAddress: SocketAddress { balancer.addresses[1] }

    /// Those that were started, the ended ones too.
    package var all: [ChildProcess] { processes.withLock { Array($0.values) } }

    /// Starts one more replica; returns when the balancer sends connections to it.
    ///
    /// - Parameter arguments: all but the ports, which the system chooses.
    @discardableResult
    package func start(_ name: String, _ arguments: [String]) async throws -> ChildProcess {
        let ports = ["--webhook-listen", "--status-listen", "--operator-listen"].flatMap { [$0, "127.0.0.1:0"] }
        let process = try ChildProcess.start(BuiltProduct.path("k8s-wait-server"), ports + arguments)
        processes.withLock { $0[name] = process }
        let addresses = try await [
            process.listeningAddress(of: "webhook"), process.listeningAddress(of: "status"),
            process.listeningAddress(of: "operator"),
        ]
        balancer.add(.init(name, addresses: [addresses[0], addresses[1]], readiness: addresses[2]))
        await balancer.wait { $0.contains(name) }
        return process
    }

    /// Ends a replica as a Deployment does; its exit code.
    @discardableResult
    package func end(_ name: String) async -> Int32 {
        guard let process = processes.withLock({ $0[name] }) else { return -1 }
        process.signal(SIGTERM)
        let status = await process.exitStatus()
        balancer.remove(name)
        return status
    }

    /// Sends a replica a signal.
    package func signal(_ name: String, _ number: Int32) {
        processes.withLock { $0[name] }?.signal(number)
    }

    /// Ends everything at once.
    package func kill() async {
        await balancer.stop()
        for process in all { await process.killAndWait() }
    }
}

extension ChildProcess {
    /// Where a server's port of that name is, as its log says.
    package func listeningAddress(of port: String) async throws -> SocketAddress {
        let line = await line { $0.contains("message=listening") && $0.contains("port=\(port)") }
        guard let text = line?.split(separator: " ").first(where: { $0.hasPrefix("address=") })?.dropFirst(8) else {
            throw StartFailure(description: "the server does not listen: \(lines)")
        }
        return try SocketAddress.parseListen(String(text))
    }
}
