import Glibc
import Posix
import ServerTestKit
import StatusAPI
import Testing

@testable import WaitClient

/// The live picture on a real terminal.
@Suite struct LiveScreenTests {
    private static let terminal = ["TERM": "xterm", "NO_COLOR": "1"]

    private static func picture(_ count: Int, ready: Int = 0, message: String = "") -> WaitPicture {
        let rows = (0..<count).map { index in
            WaitPicture.Row(
                state: index < ready ? .ready : .waiting, text: "Service a/s\(index): \(message)", since: .zero)
        }
        return WaitPicture(rows: rows, elapsed: .seconds(5), limit: "no time limit", problem: nil)
    }

    private static func screen(
        _ terminal: PseudoTerminal, _ environment: [String: String] = terminal
    ) -> LiveScreen? {
        LiveScreen(descriptor: terminal.descriptor) { environment[$0] }
    }

    @Test func aPictureTakesThePlaceOfTheLastOne() throws {
        let terminal = try PseudoTerminal(width: 80, height: 24)
        var screen = try #require(Self.screen(terminal))
        for picture in [Self.picture(5), Self.picture(3), Self.picture(2, ready: 1)] { screen.draw(picture) }
        terminal.read()
        #expect(
            terminal.screen == [
                "1 of 2 ready (5s; no time limit)", "  + Service a/s0:  (after 0s)", "  . Service a/s1:  (5s)",
            ])
        #expect(terminal.line == 3, "the cursor rests below the picture")
        #expect(terminal.unknown == [])
    }

    @Test func linesThatStayStandAboveThePicture() throws {
        let terminal = try PseudoTerminal(width: 80, height: 24)
        var screen = try #require(Self.screen(terminal))
        screen.draw(Self.picture(2))
        screen.print("a note", above: Self.picture(1))
        screen.draw(Self.picture(1))
        screen.print("the end")
        terminal.read()
        #expect(
            terminal.screen == ["a note", "0 of 1 ready (5s; no time limit)", "  . Service a/s0:  (5s)", "the end"])
    }

    /// No line is broken by the terminal: the picture could not be found again.
    @Test(arguments: [(80, 24), (30, 24), (24, 3), (23, 2), (10, 5), (3, 2), (1, 1)])
    func fitsAnyTerminal(_ width: Int, _ height: Int) throws {
        let terminal = try PseudoTerminal(width: width, height: height)
        var screen = try #require(Self.screen(terminal))
        let message = String(repeating: "m", count: 200)
        for _ in 0..<3 { screen.draw(Self.picture(10, message: message)) }
        terminal.read()
        #expect(terminal.screen.count <= max(1, height - 1))
        #expect(terminal.screen.allSatisfy { $0.count <= width })
        #expect(terminal.line == terminal.screen.count)
    }

    @Test func followsANewSize() throws {
        let terminal = try PseudoTerminal(width: 80, height: 24)
        var screen = try #require(Self.screen(terminal))
        screen.draw(Self.picture(10))
        try terminal.resize(width: 80, height: 4)
        screen.draw(Self.picture(10))
        terminal.read()
        #expect(terminal.screen.suffix(3).last == "    and 9 more")
    }

    @Test(
        arguments: [
            ("dumb", ["TERM": "dumb"]), ("no TERM", [:]), ("empty", ["TERM": ""]),
        ] as [(String, [String: String])])
    func thereIsNoneOn(_ name: String, _ environment: [String: String]) throws {
        let terminal = try PseudoTerminal(width: 80, height: 24)
        #expect(Self.screen(terminal, environment) == nil)
    }

    @Test func thereIsNoneWithoutATerminal() throws {
        let file = try TemporaryFile()
        let descriptor = open(file.path, O_WRONLY)
        defer { close(descriptor) }
        #expect(LiveScreen(descriptor: descriptor) { Self.terminal[$0] } == nil)
    }

    @Test func coloursUnlessAskedNotTo() throws {
        for (environment, isColoured) in [(["TERM": "xterm"], true), (Self.terminal, false)] {
            let terminal = try PseudoTerminal(width: 80, height: 24)
            var screen = try #require(Self.screen(terminal, environment))
            screen.draw(Self.picture(1))
            terminal.read()
            #expect(terminal.written.contains("\u{1B}[36m") == isColoured)
            #expect(terminal.screen.last == "  . Service a/s0:  (5s)")
        }
    }

    // MARK: The whole program

    @Test func theProgramLeavesItsLastPictureAndTheEnd() throws {
        let terminal = try PseudoTerminal(width: 200, height: 24)
        let modes = try terminal.modes()
        let server = try ScriptedServer.start([
            .answer([
                ProgramTests.stream(ProgramTests.waiting), ProgramTests.more(ProgramTests.ready, ProgramTests.released),
            ])
        ])
        let result = try ProgramTests.start(
            server, ["service/db/postgres"], Self.terminal, terminal: terminal.path
        ).wait()
        terminal.read()
        #expect(result.code == 0)
        #expect(terminal.screen.count == 3)
        #expect(terminal.screen.first?.hasPrefix("1 of 1 ready (") == true)
        #expect(terminal.screen.dropFirst().first?.hasPrefix("  + Service db/postgres: 1 of 1") == true)
        #expect(terminal.screen.last?.hasPrefix("k8s-wait: released after ") == true)
        #expect(terminal.unknown == [])
        #expect(try terminal.modes() == modes)
    }

    @Test func aSignalLeavesTheTerminalAsItWas() throws {
        let terminal = try PseudoTerminal(width: 200, height: 24)
        let modes = try terminal.modes()
        let server = try ScriptedServer.start([.answer([ProgramTests.stream(ProgramTests.waiting), .hold])])
        let run = try ProgramTests.start(
            server, ["service/db/postgres"], Self.terminal, terminal: terminal.path)
        terminal.waitForOutput()
        run.signal(SIGTERM)
        let result = try run.wait()
        terminal.read()
        #expect(result.code == 143)
        #expect(terminal.screen.last?.hasPrefix("k8s-wait: ended by SIGTERM: ") == true)
        #expect(terminal.screen.count { $0.contains(" of 1 ready (") } == 1)
        #expect(terminal.unknown == [])
        #expect(try terminal.modes() == modes)
    }

    @Test func aDumbTerminalGetsLines() throws {
        let terminal = try PseudoTerminal(width: 200, height: 24)
        let server = try ScriptedServer.start([
            .answer([ProgramTests.stream(ProgramTests.ready, ProgramTests.released)])
        ])
        let result = try ProgramTests.start(
            server, ["service/db/postgres"], ["TERM": "dumb"], terminal: terminal.path
        ).wait()
        terminal.read()
        #expect(result.code == 0)
        #expect(terminal.screen.count == 3)
        #expect(terminal.screen.allSatisfy { $0.hasPrefix("k8s-wait: ") })
        #expect(!terminal.written.contains("\u{1B}"))
    }
}
