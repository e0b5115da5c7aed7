import Readiness
import StatusAPI

/// The status API: the first byte says what the rest is of what client and server send each other.
///
/// What is accepted is within its bounds and reads back equal, and no line releases that does not say so plainly.
enum WaitTarget: FuzzTarget {
    static let name = "wait"

    static func run(_ input: [UInt8]) {
        let rest = Array(input.dropFirst())
        switch input.first {
        case UInt8(ascii: "w"): checkRequest(rest)
        case UInt8(ascii: "r"): checkReport(rest)
        case UInt8(ascii: "l"): checkLine(rest)
        case UInt8(ascii: "q"): checkQuery(text(rest))
        case UInt8(ascii: "j"): checkJob(text(rest))
        default: break
        }
    }

    private static func checkRequest(_ json: [UInt8]) {
        guard let request = try? WaitRequest(json: json.span) else { return }
        expect(JSONOracle.read(json) != nil, "what is no JSON is a question")
        check(request)
    }

    private static func check(_ request: WaitRequest) {
        let again = request.json
        expect((try? WaitRequest(json: again.span)) == request, "\(request) asks otherwise")
        let bounds = [
            (request.namespace, WaitRequest.longestNamespace), (request.pod, WaitRequest.longestName),
            (request.uid, WaitRequest.longestUID), (request.container ?? "-", WaitRequest.longestContainer),
        ]
        expect(
            (bounds + request.completedJobs.map { ($0, WaitRequest.longestCompletedJob) })
                .allSatisfy { !$0.0.isEmpty && $0.0.utf8.count <= $0.1 }, "\(request) is out of bounds")
        expect(request.completedJobs.count <= WaitRequest.mostCompletedJobs, "too many Jobs")
        expect(again.count <= 6 * WaitRequest.longestBody, "a question of \(again.count) bytes")
    }

    private static func checkReport(_ json: [UInt8]) {
        guard let report = try? WaitReport(json: json.span) else { return }
        expect(JSONOracle.read(json) != nil, "what is no JSON is a report")
        check(report.request)
        let again = report.json
        expect((try? WaitReport(json: again.span)) == report, "\(report) reports otherwise")
    }

    private static func checkLine(_ json: [UInt8]) {
        let model = JSONOracle.read(json)
        guard let line = try? WaitLine(json: json.span) else { return }
        guard let model, case .object = model else { return expect(false, "what is no object is a line") }
        let again = line.json
        let other = try? WaitLine(json: again.span)
        // A heartbeat that is false is none.
        expect(other == line, "\(line) becomes \(other.map { "\($0)" } ?? "an error")")
        switch line {
        case .outcome(.released): expect(model["outcome"] == .string(Array("released".utf8)), "released by \(model)")
        case .ready(let isReady): expect(model["ready"] == .boolean(isReady), "ready by \(model)")
        case .verdict(let status):
            expect(model["dependency"]?.string == status.dependency, "a verdict on another dependency")
            expect(
                status.state != .ready || model["state"] == .string(Array("ready".utf8)), "ready by \(model)")
        case .move(let milliseconds): expect(0...WaitLine.longestMove ~= milliseconds, "a move after \(milliseconds)")
        default: break
        }
        guard line != .unrecognised, !model.hasRepeatedKeys else { return }
        let tellers = ["dependency", "ready", "move", "unknown"].filter { model[$0] != nil }
        expect(tellers.count <= 1, "\(tellers) at once")
    }

    private static func checkQuery(_ query: String) {
        guard let request = try? WaitRequest(query: query) else { return }
        expect(request.completedJobs.isEmpty, "a query names Jobs")
        check(request)
    }

    private static func checkJob(_ text: String) {
        guard let job = CompletedJob(text) else { return }
        expect(CompletedJob(job.description) == job, "\(text) is \(job)")
    }
}
