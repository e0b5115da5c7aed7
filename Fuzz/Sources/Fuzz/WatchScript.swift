import KubernetesClient

/// A machine, and the events that an input makes of what it asks for.
struct WatchScript {
    /// What came out.
    struct Outcome {
        /// The objects that were handed on, with whether they were deleted, in order.
        var objects: [[UInt8]] = []
        /// The requests and rests. How long a rest is depends on when the sink was current, which a cut can make earlier.
        var steps: [String] = []
    }

    private let input: [UInt8]
    private var choices: Choices?
    private var machine: WatchMachine<[UInt8]>
    private var now = Duration.zero
    private var outcome = Outcome()
    private var hasListed = false
    private var isListing = false
    private var isCurrent = false

    /// The script that this input is; the bytes of watches are cut by `choices`, if there are any.
    init(_ input: [UInt8], cutting choices: Choices?) {
        self.input = input
        self.choices = choices
        machine = WatchMachine(subject: "pods", seed: 7, read: ObjectText.copying)
    }

    /// Plays it.
    consuming func run() -> Outcome {
        var script = self
        var step = script.take(.begin)
        for line in script.input.split(separator: 0x1E).prefix(64) {
            step = script.play(line, after: step)
        }
        return script.outcome
    }

    /// One line of the script. What does not fit the step that the machine is at is tried all the same.
    private mutating func play(_ line: ArraySlice<UInt8>, after step: WatchMachineStep) -> WatchMachineStep {
        let rest = Array(line.dropFirst())
        switch line.first {
        case UInt8(ascii: "p"): return settle(take(.page(rest)))
        case UInt8(ascii: "o"): return settle(take(.opened))
        case UInt8(ascii: "b"): return settle(feed(rest, step))
        case UInt8(ascii: "q"): return settle(take(.quiet))
        case UInt8(ascii: "c"): return settle(take(.closed))
        case UInt8(ascii: "f"):
            let code = KubernetesError.Code.allCases[Int(rest.first ?? 0) % KubernetesError.Code.allCases.count]
            return settle(take(.failed(KubernetesError(code, "no"))))
        case UInt8(ascii: "t"):
            now += .seconds(Int(rest.first ?? 1))
            return step
        default: return step
        }
    }

    /// Bytes of a watch, whole or in pieces; what comes after the machine has left the watch is never read.
    private mutating func feed(_ bytes: [UInt8], _ step: WatchMachineStep) -> WatchMachineStep {
        guard var choices, !bytes.isEmpty else { return take(.bytes(bytes)) }
        var step = step
        var isFirst = true
        for piece in choices.pieces(of: bytes, upTo: 300) {
            if !isFirst, step != .read { break }
            isFirst = false
            step = take(.bytes(piece))
        }
        self.choices = choices
        return step
    }

    /// A rest is over when the next line begins, however long it was to be.
    private mutating func settle(_ step: WatchMachineStep) -> WatchMachineStep {
        guard case .rest(let duration) = step else { return step }
        WatchTarget.expect(duration > .zero && duration <= .seconds(600), "a rest of \(duration)")
        now += .seconds(5)
        return take(.begin)
    }

    private mutating func take(_ event: WatchMachineEvent) -> WatchMachineStep {
        let action = machine.event(event, now: now)
        for news in action.events { hear(news) }
        switch action.step {
        case .read: break
        case .rest: outcome.steps.append("rest")
        case .list, .watch: outcome.steps.append("\(action.step)")
        }
        return action.step
    }

    private mutating func hear(_ event: ReflectorEvent<[UInt8]>) {
        switch event {
        case .applied(let object):
            WatchTarget.expect(hasListed || isListing, "an object before any list")
            hear(object, "+")
        case .deleted(let object):
            WatchTarget.expect(hasListed && !isListing, "an object goes during a list")
            hear(object, "-")
        case .listing: isListing = true
        case .listed:
            WatchTarget.expect(isListing, "a list ends that has not begun")
            (isListing, hasListed) = (false, true)
        case .current:
            WatchTarget.expect(hasListed && !isListing, "current without a list")
            WatchTarget.expect(!isCurrent, "current twice")
            isCurrent = true
        case .interrupted, .forbidden: isCurrent = false
        }
    }

    private mutating func hear(_ object: [UInt8], _ sign: String) {
        let bytes = Array(object)
        WatchTarget.expect(JSONOracle.read(bytes) != nil, "an object that is no JSON")
        outcome.objects.append(Array(sign.utf8) + bytes)
    }
}
