import CLinux
import Glibc
import Locking
import Posix
import StatusAPI

/// Carries out rounds of probes, each try on a thread of its own, while the owner listens to something else.
struct ProbeRunner: ~Copyable {
    /// How long one try may take.
    static let limit = Duration.seconds(3)
    /// How many are tried at the same time.
    static let atOnce = 16
    /// A name with more addresses than this is reached by one of the first, or not at all.
    static let mostAddresses = 8
    /// A thread that obeys its own limit has this long to say what it found.
    private static let grace = Duration.milliseconds(250)

    private let probes: [Probe]
    private let mailbox: ProbeMailbox
    private let authorities = SystemAuthorities()
    private var slots: ProbeSlots
    private var round = 0

    /// A runner of these probes. Throws when the system gives no descriptor.
    init(_ probes: [Probe], limit: Duration = ProbeRunner.limit) throws(WaitClientError) {
        self.probes = probes
        mailbox = try ProbeMailbox.make()
        slots = ProbeSlots(count: probes.count, atOnce: Self.atOnce, limit: limit + Self.grace)
    }

    /// The descriptor that turns readable when a try has ended.
    var rawValue: Int32 { mailbox.rawValue }
    /// When `answers` has something to tell even if no try ends.
    var nextDeadline: MonotonicTime? { slots.nextDeadline }

    /// Begins a round, after the end of the one before.
    mutating func begin(round: Int) {
        self.round = round
        start(slots.begin(at: .now()))
    }

    /// What has become of the present round since the last call.
    mutating func answers() -> [(round: Int, status: DependencyStatus)] {
        var statuses: [DependencyStatus] = []
        for letter in mailbox.take() {
            let (isAnswer, next) = slots.end(letter.start, at: .now())
            if isAnswer { statuses.append(letter.answer.status(of: probes[letter.start.probe])) }
            start(next)
        }
        let (late, next) = slots.expire(at: .now())
        for index in late {
            let answer = ProbeAnswer.waiting("NoAnswer", "no answer within \(Self.limit.components.seconds) s")
            statuses.append(answer.status(of: probes[index]))
        }
        start(next)
        return statuses.map { (round, $0) }
    }

    private func start(_ starts: [ProbeSlots.Start]) {
        for start in starts {
            let (probe, mailbox, authorities) = (probes[start.probe], mailbox, authorities)
            let deadline = MonotonicTime.now().adding(Self.limit)
            do throws(PosixError) {
                // getaddrinfo keeps its answers on the stack while they fit, 64 kB at the most; OpenSSL needs some too.
                try DetachedThread.start(name: "probe", stackSize: 512 * 1024) {
                    mailbox.put(start, probe.attempt.perform(until: deadline, authorities))
                }
            } catch {
                mailbox.put(start, .waiting("NoThread", "cannot be tried: \(error.message)"))
            }
        }
    }
}

/// What the threads have found, on its way to their owner. Safe from any thread.
private final class ProbeMailbox: Sendable {
    struct Letter: Sendable {
        let start: ProbeSlots.Start
        let answer: ProbeAnswer
    }

    private let letters = Locked<[Letter]>([])
    /// An eventfd(2), readable while there are letters.
    private let event: Descriptor

    static func make() throws(WaitClientError) -> ProbeMailbox {
        do {
            let number = try Syscall.require("eventfd") { eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)) }
            return ProbeMailbox(event: Descriptor(owning: Int32(truncatingIfNeeded: number)))
        } catch {
            throw WaitClientError(.badSetting, "Nothing can be probed: \(error.message).")
        }
    }

    private init(event: consuming Descriptor) {
        self.event = event
    }

    var rawValue: Int32 { event.rawValue }

    func put(_ start: ProbeSlots.Start, _ answer: ProbeAnswer) {
        letters.withLock { $0.append(Letter(start: start, answer: answer)) }
        var one: UInt64 = 1
        _ = withUnsafeBytes(of: &one) { event.write($0) }
    }

    func take() -> [Letter] {
        var count: UInt64 = 0
        _ = withUnsafeMutableBytes(of: &count) { event.read(into: $0) }
        return letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
    }
}
