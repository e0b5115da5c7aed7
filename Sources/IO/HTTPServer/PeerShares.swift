import Posix

/// How many connections each address has, and which has the most. Every step costs the same however many there are.
struct PeerShares {
    private var counts: [SocketAddress: Int] = [:]
    /// The addresses that have so many.
    private var holders: [Int: Set<SocketAddress>] = [:]
    private var most = 0

    /// How many connections an address has.
    func count(of host: SocketAddress) -> Int { counts[host, default: 0] }

    /// One of the addresses that have the most connections; nil when there are none.
    var largest: SocketAddress? { holders[most]?.first }

    /// The address has one more.
    mutating func add(_ host: SocketAddress) {
        let count = count(of: host)
        move(host, from: count, to: count + 1)
        most = max(most, count + 1)
    }

    /// The address has one less.
    mutating func remove(_ host: SocketAddress) {
        let count = count(of: host)
        guard count > 0 else { return }
        move(host, from: count, to: count - 1)
        if holders[most] == nil { most -= 1 }
    }

    private mutating func move(_ host: SocketAddress, from old: Int, to new: Int) {
        holders[old]?.remove(host)
        if holders[old]?.isEmpty == true { holders[old] = nil }
        counts[host] = new > 0 ? new : nil
        if new > 0 { holders[new, default: []].insert(host) }
    }
}
