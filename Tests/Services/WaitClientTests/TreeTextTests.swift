import StatusAPI
import Testing

@testable import WaitClient

@Suite struct TreeTextTests {
    private static let rows = [
        WaitPicture.Row(
            state: .ready, text: "Service db/postgres: 1 of 1 endpoints ready", since: .seconds(3)),
        WaitPicture.Row(state: .waiting, text: "Job shop/migrate: running", since: .zero),
        WaitPicture.Row(state: .stalled, text: "Deployment infra/gateway: deadline exceeded", since: .seconds(60)),
        WaitPicture.Row(state: .failed, text: "Job shop/seed has failed", since: .seconds(70)),
        WaitPicture.Row(state: nil, text: "tcp/db:5432", since: .zero),
    ]

    private static func picture(_ rows: [WaitPicture.Row] = rows, problem: String? = nil) -> WaitPicture {
        WaitPicture(rows: rows, elapsed: .seconds(72), limit: "at most 10m, then fail", problem: problem)
    }

    private static func lines(
        _ picture: WaitPicture = picture(), width: Int = 80, height: Int = 24, colour: Bool = false
    ) -> [String] {
        TreeText.lines(picture, width: width, height: height, colour: colour)
    }

    @Test func oneLineADependency() {
        #expect(
            Self.lines() == [
                "1 of 5 ready (1m12s; at most 10m, then fail)",
                "  + Service db/postgres: 1 of 1 endpoints ready (after 3s)",
                "  . Job shop/migrate: running (1m12s)",
                "  ! Deployment infra/gateway: deadline exceeded (12s)",
                "  x Job shop/seed has failed (2s)",
                "  ? tcp/db:5432 (1m12s)",
            ])
    }

    @Test func theServersTroubleStandsAboveThem() {
        let lines = Self.lines(Self.picture(problem: "no route to host"))
        #expect(lines.count == 7)
        #expect(lines[1] == "  ? the status server: no route to host")
    }

    /// A long message loses its end, never the time after it.
    @Test func noLineIsWiderThanTheTerminal() {
        #expect(
            Self.lines(width: 40) == [
                "1 of 5 ready (1m12s; at most 10m, the...",
                "  + Service db/postgres: 1... (after 3s)",
                "  . Job shop/migrate: running (1m12s)",
                "  ! Deployment infra/gateway: d... (12s)",
                "  x Job shop/seed has failed (2s)",
                "  ? tcp/db:5432 (1m12s)",
            ])
    }

    @Test(arguments: 0...100) func fitsEveryWidth(_ width: Int) {
        for line in Self.lines(Self.picture(problem: "no route to host"), width: width) {
            #expect(line.unicodeScalars.count <= width)
        }
    }

    /// What is ready goes first when there is no room.
    @Test(arguments: [
        (24, 6, nil), (6, 6, nil), (5, 5, "    and 2 more"), (4, 4, "    and 3 more"), (3, 3, "    and 4 more"),
        (2, 2, "    and 5 more"), (1, 1, nil), (0, 1, nil),
    ])
    func noPictureIsHigherThanTheTerminal(_ height: Int, _ count: Int, _ last: String?) {
        let lines = Self.lines(height: height)
        #expect(lines.count == count)
        if let last { #expect(lines.last == last) }
        #expect(lines.contains { $0.hasPrefix("  + ") } == (height >= 6))
    }

    @Test func coloursStandAroundTheMarksOnly() {
        let plain = Self.lines()
        let coloured = Self.lines(colour: true)
        #expect(coloured[0] == plain[0])
        #expect(coloured[1] == "  \u{1B}[32m+\u{1B}[0m Service db/postgres: 1 of 1 endpoints ready (after 3s)")
        for (one, other) in zip(plain, coloured) {
            var text = ""
            var isCode = false
            for scalar in other.unicodeScalars {
                if scalar == "\u{1B}" { isCode = true }
                if !isCode { text.unicodeScalars.append(scalar) }
                if isCode, scalar == "m" { isCode = false }
            }
            #expect(text == one)
        }
    }
}
