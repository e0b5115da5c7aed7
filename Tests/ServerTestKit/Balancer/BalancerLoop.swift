import Posix

/// The listeners, replicas and connections of a `TCPBalancer`, moved by its thread alone.
final class BalancerLoop {
    /// Where the fronts listen.
    let addresses: [SocketAddress]
    private let fronts: [TCPBalancer.Front]
    private let timing: TCPBalancer.Timing
    private let poller: Poller
    private var listeners: [BalancerListener] = []
    private var links: [UInt64: BalancerLink] = [:]
    private var backends: [BalancerBackend] = []
    private var turns: [Int]
    private var lastNumber: UInt64

    /// The lowest number of a connection: those below are listeners.
    private static let firstNumber: UInt64 = 1_000

    /// Listens, and knows no replicas.
    init(_ fronts: [TCPBalancer.Front], timing: TCPBalancer.Timing, poller: Poller) throws {
        self.fronts = fronts
        self.timing = timing
        self.poller = poller
        turns = fronts.map { _ in 0 }
        lastNumber = Self.firstNumber
        for number in fronts.indices {
            let listener = try BalancerListener()
            poller.set(listener.descriptor, key: UInt64(number), reads: true, isNew: true)
            listeners.append(listener)
        }
        addresses = listeners.map(\.address)
    }

    /// The replicas that are taken for ready.
    var serving: Set<String> { Set(backends.filter(\.isServing).map(\.replica.name)) }

    /// Does what the balancer is told.
    func take(_ command: BalancerCommand) {
        switch command {
        case .add(let replica): backends.append(BalancerBackend(replica))
        case .remove(let name):
            let moment = MonotonicTime.now().adding(timing.lag)
            for backend in backends where backend.replica.name == name { backend.goes(at: moment) }
        }
    }

    /// Moves what can be moved, having waited until something could.
    func turn() {
        let now = MonotonicTime.now()
        backends.removeAll { $0.isGone(now) }
        for backend in backends { backend.advance(now, timing) }
        for event in poller.wait(milliseconds: 10) {
            if event.key < Self.firstNumber {
                accept(Int(event.key))
            } else if let link = links[event.key / 2] {
                link.happened(event, isClient: event.key % 2 == 0)
                settle(link, event.key / 2)
            }
        }
    }

    /// Closes everything.
    func end() {
        links = [:]
        listeners = []
        backends = []
    }

    private func accept(_ front: Int) {
        while let client = listeners[front].accept() {
            let choice = backends.filter { fronts[front].publishesNotReady || $0.isServing }
            guard !choice.isEmpty else {
                client.reset()
                continue
            }
            turns[front] += 1
            let address = choice[turns[front] % choice.count].replica.addresses[front]
            lastNumber += 1
            guard let link = BalancerLink(client, to: address) else { continue }
            links[lastNumber] = link
            poller.set(link.client.number, key: lastNumber * 2, reads: true, isNew: true)
            poller.set(link.server.number, key: lastNumber * 2 + 1, reads: false, writes: true, isNew: true)
        }
    }

    private func settle(_ link: BalancerLink, _ number: UInt64) {
        if link.isOver {
            links[number] = nil
            return
        }
        poller.set(
            link.client.number, key: number * 2, reads: link.client.wantsToRead, writes: link.client.wantsToWrite)
        poller.set(
            link.server.number, key: number * 2 + 1, reads: link.server.wantsToRead, writes: link.server.wantsToWrite)
    }
}
