import CoreTestKit
import Testing

@testable import KubernetesClient

@Suite("WatchMachine: noise")
struct WatchMachineNoiseTests {
    /// What an API server may do, and what it may not.
    private static func event(_ random: inout SeededGenerator) -> WatchMachineEvent {
        let version = String(random.next() % 1000)
        let status = [400, 401, 403, 404, 410, 429, 500, 503].randomElement(using: &random) ?? 500
        switch random.next() % 14 {
        case 0, 1: return .begin
        case 2: return .page(WatchMachineDriver.page(version: version, names: ["a", "b"]))
        case 3: return .page(WatchMachineDriver.page(version: version, names: ["a"], continuing: "more"))
        case 4:
            return .page(
                [UInt8](repeating: 0, count: Int(random.next() % 9)).map { _ in .random(in: 0...255, using: &random) })
        case 5, 6: return .opened
        case 7: return .bytes(WatchMachineDriver.line("MODIFIED", "a", version: version))
        case 8:
            return .bytes(
                Array(WatchMachineDriver.line("ADDED", "b", version: version).prefix(Int(random.next() % 90))))
        case 9: return .bytes((0..<random.next() % 40).map { _ in .random(in: 0...255, using: &random) })
        case 10: return .quiet
        case 11: return .closed
        case 12: return .failed(WatchMachineDriver.error(status, retryAfter: Int(random.next() % 100)))
        default:
            return .failed(KubernetesError(KubernetesError.Code.allCases.randomElement(using: &random) ?? .tls, "x"))
        }
    }

    @Test(
        "whatever happens in whatever order: no trap, no version from nowhere, never current without a list",
        arguments: 0..<40 as Range<UInt64>)
    func anything(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var machine = WatchMachine(subject: "pods", seed: seed, read: ObjectText.copying)
        var now = Duration.zero
        var isListed = false
        for _ in 0..<2000 {
            now += .milliseconds(Int64(random.next() % 2000))
            let action = machine.event(Self.event(&random), now: now)
            for event in action.events {
                if event == .listed { isListed = true }
                if event == .current { #expect(isListed) }
            }
            if case .rest(let rest) = action.step { #expect(Duration.zero...Duration.seconds(300) ~= rest) }
            if action.step.isWatch {
                #expect(isListed)
                #expect(action.step["resourceVersion"].flatMap { Int($0) } != nil)
            }
        }
    }
}
