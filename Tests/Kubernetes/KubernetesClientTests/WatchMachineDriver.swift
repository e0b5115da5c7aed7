@testable import KubernetesClient

/// A machine and a clock that a test moves by hand.
struct WatchMachineDriver {
    var machine: WatchMachine<[UInt8]>
    var now: Duration = .zero
    /// Everything that the sink was told, in a few words.
    var told: [String] = []

    init(settings: WatchSettings = WatchSettings(), seed: UInt64 = 1) {
        machine = WatchMachine(subject: "pods", settings: settings, seed: seed, read: ObjectText.copying)
    }

    /// A machine that has listed nothing at version 100 and watches from there.
    static func watching(settings: WatchSettings = WatchSettings()) -> WatchMachineDriver {
        var driver = WatchMachineDriver(settings: settings)
        driver.event(.begin)
        driver.event(.page(Self.page(version: "100")))
        driver.event(.opened)
        driver.told = []
        return driver
    }

    @discardableResult
    mutating func event(_ event: WatchMachineEvent) -> WatchMachineStep {
        let action = machine.event(event, now: now)
        told += action.events.map(\.text)
        return action.step
    }

    /// One line of a watch.
    static func line(_ type: String, _ name: String, version: String) -> [UInt8] {
        Array(
            #"{"type":"\#(type)","object":{"metadata":{"namespace":"n","name":"\#(name)","resourceVersion":"\#(version)"}}}"#
                .utf8) + [0x0A]
    }

    /// One page of a list.
    static func page(version: String, names: [String] = [], continuing token: String = "") -> [UInt8] {
        let items = names.map { #"{"metadata":{"namespace":"n","name":"\#($0)","resourceVersion":"7"}}"# }
        return Array(
            (#"{"metadata":{"resourceVersion":"\#(version)","continue":"\#(token)"},"items":["#
                + items.joined(separator: ",") + "]}").utf8)
    }

    static func error(_ status: Int, reason: String = "", retryAfter: Int? = nil) -> KubernetesError {
        let body = #"{"kind":"Status","reason":"\#(reason)","message":"no: \#(status)","code":\#(status)}"#
        var head = APIResponseHead(status: status)
        if let retryAfter { head.fields = [APIResponseHead.Field(name: "retry-after", value: String(retryAfter))] }
        return KubernetesError(response: APIResponse(head: head, body: Array(body.utf8)), doing: "test")
            ?? KubernetesError(.unreadable, "not an error")
    }
}

extension WatchMachineStep {
    /// The value of an item of the query, if this is a request that has it.
    subscript(_ name: String) -> String? {
        switch self {
        case .list(let query, _), .watch(let query, _, _): query.first { $0.name == name }?.value
        case .read, .rest: nil
        }
    }

    var isList: Bool { if case .list = self { true } else { false } }
    var isWatch: Bool { if case .watch = self { true } else { false } }
    var rest: Duration? { if case .rest(let duration) = self { duration } else { nil } }
    var rereadsCredentials: Bool {
        switch self {
        case .list(_, let rereads), .watch(_, _, let rereads): rereads
        case .read, .rest: false
        }
    }
}
