/// The ways of being hostile, by the names that tests and tables give them.
package enum Attack: String, CaseIterable, Sendable {
    /// Handshakes of which a byte comes now and then.
    case slowHandshakes
    /// Heads of which a byte comes now and then.
    case slowHeads
    /// Bodies of which a byte comes now and then.
    case slowBodies
    /// Connections that have shaken hands and say nothing.
    case idleConnections
    /// Connections that have been used once and are kept.
    case usedConnections
    /// Connections without end, none of which says anything.
    case connectionFlood
    /// Handshakes without end.
    case handshakeFlood
    /// Connections whose sending direction has ended: before a request, in the middle of one, after one.
    case halfClosed
    /// Connections that are reset as soon as a request is out.
    case resetFlood
    /// Connections that are reset after each byte of a handshake and a request.
    case resets
    /// Renegotiation, and changes of keys.
    case renegotiation
    /// Requests of which one part is too large.
    case oversized
    /// Requests that two readers could read differently.
    case smuggling
    /// Bodies that are as deep, as long or as many as they can be.
    case json

    /// Begins it; it goes on until it is stopped.
    ///
    /// - Parameter connections: how many there are at a time, where it is their number that is hostile.
    package func start(on target: AttackTarget, connections: Int = 2_000) throws -> RunningAttack {
        try RunningAttack(
            plans(target, connections).map { try Swarm($0, target: target) }, rounds: round(target))
    }

    /// The plans of the connections; none where one request after another is hostile.
    private func plans(_ target: AttackTarget, _ connections: Int) -> [SwarmPlan] {
        var plan = SwarmPlan(connections: connections)
        plan.sources = 1 + connections / 500
        switch self {
        case .slowHandshakes:
            // The head of a record that holds a ClientHello, and the beginning of that.
            plan.opening = [22, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3]
            plan.drip = [0]
        case .slowHeads:
            plan.isSecure = true
            plan.opening = Array("POST \(target.path) HTTP/1.1\r\nHost: localhost\r\n".utf8)
            plan.drip = Array("X-A: b\r\n".utf8)
        case .slowBodies:
            plan.isSecure = true
            plan.opening = target.head(length: target.body.count + 10_000) + target.body
            plan.drip = [0x20]
        case .idleConnections:
            plan.isSecure = true
        case .usedConnections:
            plan.isSecure = true
            plan.opening = Array("GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        case .connectionFlood: break
        case .handshakeFlood:
            plan.connections = min(connections, 64)
            plan.isSecure = true
            plan.ending = .reset
        case .halfClosed:
            plan.connections = max(1, min(connections, 300) / 3)
            plan.isSecure = true
            plan.ending = .finishSending
            plan.perSecond = 200
            let request = target.request()
            return [[], Array(request.prefix(request.count / 2)), request].map { opening in
                plan.opening = opening
                return plan
            }
        case .resetFlood:
            plan.connections = min(connections, 64)
            plan.isSecure = true
            plan.opening = target.request()
            plan.ending = .reset
        case .resets, .renegotiation, .oversized, .smuggling, .json: return []
        }
        return [plan]
    }

    /// One pass of requests, each of which may be found to be taken wrongly; nil where connections are hostile.
    private func round(_ target: AttackTarget) -> (@Sendable (RunningAttack.Round) -> Void)? {
        switch self {
        case .resets: { $0.sever(target) }
        case .renegotiation: { $0.renegotiate(target) }
        case .oversized: { $0.send(HostileRequest.oversized, to: target) }
        case .smuggling: { $0.send(HostileRequest.smuggling, to: target) }
        case .json: { $0.send(HostileRequest.json, to: target) }
        default: nil
        }
    }
}
