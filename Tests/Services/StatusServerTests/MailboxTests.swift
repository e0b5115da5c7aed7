import EventLoop
import Posix
import Readiness
import StatusAPI
import Testing

@testable import StatusServer

/// What waits to be written to one stream.
@Suite struct MailboxTests {
    private static func line(_ dependency: String, _ message: String = "m") -> VerdictLine {
        VerdictLine(Judgement(Verdict(.waiting, .noEndpoints, message)), of: dependency)
    }

    private static func text(_ parcel: Parcel?) -> [String] {
        String(decoding: parcel?.bytes ?? [], as: UTF8.self).split(separator: "\n").map { line in
            line.contains(#""dependency":"#) ? String(line.split(separator: "\"")[3]) : String(line)
        }
    }

    @Test func linesComeInTheQuestionsOrderAndTheEndLast() async {
        let mailbox = Mailbox()
        mailbox.end(.outcome(.released), receivedAt: MonotonicTime(nanoseconds: 7))
        mailbox.show(Self.line("c"), at: 63)
        mailbox.show(Self.line("b"), at: 1)
        mailbox.show(Self.line("a"), at: 0)
        mailbox.show(Self.line("no"), at: 64)
        mailbox.show(Self.line("no"), at: -1)
        mailbox.showUnknown("wait")
        mailbox.beat()
        let parcel = await mailbox.next()
        #expect(Self.text(parcel) == [#"{"unknown":"wait"}"#, "a", "b", "c", #"{"outcome":"released"}"#])
        #expect(parcel?.end == .outcome(.released))
        #expect(parcel?.receivedAt == MonotonicTime(nanoseconds: 7))
        #expect(await mailbox.next() == nil)
    }

    @Test func onlyTheFirstEndCounts() async {
        let mailbox = Mailbox()
        mailbox.end(.outcome(.failed(message: "m")))
        mailbox.end(.outcome(.released))
        #expect(await mailbox.next()?.end == .outcome(.failed(message: "m")))
        mailbox.show(Self.line("a"), at: 0)
        #expect(await mailbox.next() == nil)
    }

    @Test func whatWasTakenIsNotToldAgain() async {
        let mailbox = Mailbox()
        mailbox.show(Self.line("a", "1"), at: 0)
        mailbox.show(Self.line("b", "1"), at: 1)
        #expect(Self.text(await mailbox.next()) == ["a", "b"])
        mailbox.show(Self.line("b", "2"), at: 1)
        #expect(Self.text(await mailbox.next()) == ["b"])
        mailbox.beat()
        #expect(Self.text(await mailbox.next()) == [#"{"heartbeat":true}"#])
    }

    @Test func aStreamThatHasNotBegunGetsNoHeartbeat() async {
        let mailbox = Mailbox()
        mailbox.beat()
        mailbox.end(.outcome(.refused(message: "no")))
        #expect(Self.text(await mailbox.next()) == [#"{"outcome":"refused","message":"no"}"#])
    }

    @Test(arguments: [
        ("moved", StreamEnd.move(after: 12), [#"{"move":12}"#]), ("without a word", .silent, []),
    ])
    func endsOtherwise(name: String, end: StreamEnd, lines: [String]) async {
        let mailbox = Mailbox()
        mailbox.end(end)
        let parcel = await mailbox.next()
        #expect(parcel?.end == end)
        #expect(Self.text(parcel) == lines)
    }

    @Test func closingWakesWhoeverWaits() async throws {
        let loop = try EventLoop.start(name: "mailbox")
        defer { loop.stop() }
        let mailbox = Mailbox()
        let reader = Task(executorPreference: loop) { await mailbox.next() == nil }
        mailbox.close()
        #expect(await reader.value)
        mailbox.end(.outcome(.released))
        #expect(await mailbox.next() == nil)
    }

    /// One writer, one reader on another thread: the newest line of each dependency arrives, whatever was overtaken.
    @Test func theNewestAlwaysArrives() async throws {
        let loop = try EventLoop.start(name: "mailbox")
        defer { loop.stop() }
        let mailbox = Mailbox()
        let lines = (0..<4000).map { Self.line("d\($0 % 4)", "\($0)") }
        let reader = Task(executorPreference: loop) {
            var newest: [String: String] = [:]
            while let parcel = await mailbox.next() {
                for line in parcel.bytes.split(separator: UInt8(ascii: "\n")) {
                    let bytes = Array(line)
                    guard case .verdict(let status) = try WaitLine(json: bytes.span) else { continue }
                    newest[status.dependency] = status.message
                }
                if parcel.end != nil { break }
            }
            return newest
        }
        for (index, line) in lines.enumerated() {
            mailbox.show(line, at: index % 4)
            mailbox.wake()
        }
        mailbox.end(.silent)
        mailbox.wake()
        #expect(try await reader.value == ["d0": "3996", "d1": "3997", "d2": "3998", "d3": "3999"])
    }
}
