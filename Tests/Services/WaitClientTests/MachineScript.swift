import Dependencies
import StatusAPI
import Testing

@testable import WaitClient

/// An action as these tables write it: a line by its text and where it is printed.
enum Expected: Hashable {
    case connect(after: Duration)
    case probe(round: Int)
    case print(String)
    case report(String)
    case announce(WaitReport.Outcome)
    case exit(WaitExit)

    init(_ action: WaitAction) {
        self =
            switch action {
            case .connect(let delay): .connect(after: delay)
            case .probe(let round): .probe(round: round)
            case .say(let notice): notice.isProblem ? .report(notice.text) : .print(notice.text)
            case .announce(let outcome): .announce(outcome)
            case .exit(let exit): .exit(exit)
            }
    }
}

/// What happens, and when; what must be done then.
struct Step {
    let at: Duration
    let event: WaitEvent
    let actions: [Expected]

    init(_ seconds: Double, _ event: WaitEvent, _ actions: Expected...) {
        at = .seconds(seconds)
        self.event = event
        self.actions = actions
    }
}

/// Always half of what is possible, so that delays are known.
struct Halves: RandomNumberGenerator {
    mutating func next() -> UInt64 { 1 << 63 }
}

/// Plays a script against a wait for what the arguments say.
func play(_ arguments: [String], _ steps: [Step]) throws {
    play(try WaitQuestion(arguments: ["for"] + arguments), steps)
}

/// Plays a script against a wait for what the question says.
func play(_ question: WaitQuestion, _ steps: [Step]) {
    var machine = WaitMachine(question: question)
    var generator = Halves()
    for (index, step) in steps.enumerated() {
        let actions = machine.handle(step.event, at: step.at, using: &generator)
        #expect(actions.map(Expected.init) == step.actions, "step \(index), at \(step.at)")
    }
}

func verdict(
    _ dependency: String, _ state: DependencyState, _ message: String, jobs: [String] = []
) -> WaitEvent {
    .line(
        .verdict(
            DependencyStatus(
                dependency: dependency, state: state, reason: "Reason", message: message, completedJobs: jobs)))
}
