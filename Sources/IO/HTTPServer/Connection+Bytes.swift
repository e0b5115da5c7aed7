import EventLoop
import Posix

extension Connection {
    /// How an attempt to get more bytes ended.
    enum Received {
        case bytes
        case end
        case timedOut
        case cancelled
    }

    /// Waits until the inbound buffer has more bytes.
    func receive(until deadline: MonotonicTime) async -> Received {
        while true {
            // A short read has emptied the socket (epoll(7)): asking again would be a system call for nothing. Over TLS
            // the session itself knows.
            let step = isDrained && !mustLeave ? .wantsRead : transport.read(into: share.scratch)
            isDrained = false
            let readiness: Readiness
            switch step {
            case .done(let count):
                isDrained = server.tls == nil && count < share.scratch.count
                inbound.append(UnsafeRawBufferPointer(rebasing: share.scratch[..<count]))
                return .bytes
            case .closed: return .end
            case .wantsRead where mustLeave && isIdle && !transport.holdsBytes: return .cancelled
            case .wantsRead: readiness = await registration?.readable(until: deadline) ?? .cancelled
            case .wantsWrite: readiness = await registration?.writable(until: deadline) ?? .cancelled
            }
            switch readiness {
            case .ready: continue
            case .timedOut: return .timedOut
            case .cancelled: return .cancelled
            }
        }
    }

    /// Sends all of `bytes`; false when the peer has gone or does not take them in time.
    /// After that nothing more is sent.
    func send(_ bytes: [UInt8]) async -> Bool {
        guard !isBroken else { return false }
        isBroken = await !sendAll(bytes)
        return !isBroken
    }

    private func sendAll(_ bytes: [UInt8]) async -> Bool {
        var sent = 0
        var deadline: MonotonicTime?
        while sent < bytes.count {
            let step = bytes.withUnsafeBytes { transport.write(UnsafeRawBufferPointer(rebasing: $0[sent...])) }
            if case .done(let count) = step {
                sent += count
                continue
            }
            let limit = deadline ?? self.deadline(server.limits.writeTimeout)
            deadline = limit
            switch step {
            case .done: continue
            case .closed: return false
            case .wantsWrite: guard await wait(limit, .write, { await $0.writable(until: $1) }) else { return false }
            case .wantsRead: guard await wait(limit, .write, { await $0.readable(until: $1) }) else { return false }
            }
        }
        return true
    }

    /// Waits for one direction; false, having told the observer of a time-out, when there is nothing to go on with.
    func wait(
        _ deadline: MonotonicTime, _ timeout: HTTPServerEvent.Timeout,
        _ direction: (Registration, MonotonicTime) async -> Readiness
    ) async -> Bool {
        guard let registration else { return false }
        switch await direction(registration, deadline) {
        case .ready: return true
        case .cancelled: return false
        case .timedOut:
            server.tell(.timedOut(timeout, peer: peer))
            return false
        }
    }

    /// Says goodbye. Bytes that lie unread in a socket when it is closed, or come afterwards, reset the connection, and
    /// the peer loses the answer: after a last answer what comes is thrown away until the peer closes too (RFC 9112, 9.6).
    func close() async {
        guard !isBroken else { return }
        switch exchange.phase {
        case .open: transport.shutdownWriting()
        case .done(keepAlive: true) where inbound.isEmpty: transport.shutdownWriting()
        case .answering, .done: await linger()
        }
    }

    /// Ends the writing side and discards what comes until the peer closes or its time is up.
    func linger() async {
        transport.shutdownWriting()
        // The session has written its goodbye, for which OpenSSL keeps 17 kB. What comes now is thrown away undecrypted, and
        // thousands of pods may be released at the same moment.
        transport.abandonTLS()
        let deadline = deadline(server.limits.lingerTimeout)
        while share.loop.lastTurn < deadline {
            switch transport.read(into: share.scratch) {
            case .done: await Task.yield()
            case .wantsWrite, .closed: return
            case .wantsRead:
                guard await registration?.readable(until: deadline) == .ready else { return }
            }
        }
    }
}
