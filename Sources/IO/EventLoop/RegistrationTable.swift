/// The descriptors that a loop watches, by number. A key also carries a generation, since the kernel may report an event
/// of a descriptor that was closed, and its number used again, a moment before.
struct RegistrationTable {
    /// A key that no registration has.
    static let noKey = UInt64.max

    private var slots: [Registration?] = []
    private var generation: UInt32 = 0

    /// Adds one; the key is valid until `remove`.
    mutating func insert(_ registration: Registration, _ descriptor: Int32) -> UInt64 {
        let index = Int(max(0, descriptor))
        if slots.count <= index {
            slots.append(contentsOf: repeatElement(nil, count: max(64, index + 1 - slots.count)))
        }
        generation = generation == .max - 1 ? 0 : generation + 1
        slots[index] = registration
        let key = UInt64(generation) << 32 | UInt64(index)
        registration.key = key
        return key
    }

    /// The registration that has this key now.
    func find(_ key: UInt64) -> Registration? {
        let index = Int(key & 0xffff_ffff)
        guard index < slots.count, let registration = slots[index], registration.key == key else { return nil }
        return registration
    }

    /// Forgets it.
    mutating func remove(_ key: UInt64) {
        guard find(key) != nil else { return }
        slots[Int(key & 0xffff_ffff)] = nil
    }

    /// Calls `body` with each.
    func forEach(_ body: (Registration) -> Void) {
        for slot in slots {
            guard let slot else { continue }
            body(slot)
        }
    }
}
