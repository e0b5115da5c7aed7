internal import CertificateAuthority
internal import HTTPServer
internal import JobMemory
internal import Leadership
internal import Logging
internal import NamespaceCache
internal import PodEvents
internal import PolicyController
internal import Posix
internal import StatusServer

extension Server {
    /// Begins to watch the cluster and says where the ports are.
    func begin() {
        Task { await status.start() }
        // To the very end: pods are admitted while we drain.
        Task { [namespaces] in await namespaces.run() }
        if let policies { untilTheEnd.start { await policies.run() } }
        if let circles { untilTheEnd.start { await circles.run() } }
        if let authority { Task { await authority.run() } }
        Task { [memory, state = status.state] in
            await memory.run { jobs in
                await state.reconsider(jobs.map { ObjectName(namespace: $0.namespace, name: $0.name) })
            }
        }
        if files.hasFiles { background.start { [files] in await files.run() } }
        beginRegistration()
        if let elector { background.start { await elector.run() } }
        if let events { background.start { await events.run() } }
        for (name, server) in ports {
            for address in server.addresses {
                logger.notice("listening", metadata: ["port": "\(name)", "address": "\(address)"])
            }
        }
    }

    /// Goes away without losing anything: not ready, then serving on while load balancers notice, then waiting pods are
    /// told to move, then what is in flight is finished.
    func drain() async {
        isDraining.set()
        // The operator's port goes on as it is, for those who ask whether we are ready.
        for (name, server) in ports where name != "operator" { server.endKeepAlive() }
        let time = options.drainTime.duration
        // Others take over what only one should do while we still serve.
        background.cancel()
        logger.notice("draining", metadata: ["seconds": "\(options.drainTime.seconds)"])
        try? await Task.sleep(for: time)
        let moved = await status.tellStreamsToMove(over: time)
        logger.notice("told the waiting pods to move", metadata: ["pods": "\(moved)"])
        // One kind of port after the other: until nobody waits here any more admissions are served, and then the loops
        // have nothing else to do, so that no request crosses the news that its idle connection is closed. The
        // operator's port is the last, so that the drain can be watched.
        let limit = time + .seconds(2)
        let began = MonotonicTime.now()
        await finish(within: limit) { $0 != "webhook" && $0 != "operator" }
        await finish(within: max(.seconds(2), limit - MonotonicTime.now().since(began))) { $0 == "webhook" }
        untilTheEnd.cancel()
        await status.stop()
        await untilTheEnd.finish()
        await background.finish()
        await finish(within: .seconds(1)) { $0 == "operator" }
        logger.notice("drained")
    }

    /// Ends the servers of these ports together.
    private func finish(within limit: Duration, _ belongs: (String) -> Bool) async {
        await withTaskGroup { group in
            for (name, server) in ports where belongs(name) {
                group.addTask { await server.finish(within: limit) }
            }
        }
    }
}
