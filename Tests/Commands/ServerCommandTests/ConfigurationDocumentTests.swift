import ArgumentParser
import HTTPServer
import Testing

@testable import k8s_wait_server

/// docs/configuration.md names what there is, with the defaults that hold.
@Suite struct ConfigurationDocumentTests {
    private static var text: String { Document.configuration.text }

    @Test func namesEveryOption() {
        let help = ServerCommand.helpMessage(columns: 400)
        let options = Set(help.matches(of: /--[a-z]+(?:-[a-z]+)*/).map { String($0.output) })
        #expect(options.count > 25)
        for option in options.subtracting(["--version", "--help"]) {
            #expect(Self.text.contains("`\(option)`"), "\(option)")
        }
    }

    @Test(arguments: LimitsArgument.names)
    func tellsTheDefaultsOfEveryLimit(name: String) throws {
        let row = try #require(Self.text.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") })
        let cells = row.split(separator: "|").map { $0.trimmingPrefix(" ") }.map { $0.prefix { $0 != " " } }
        let ports = [PortLimits.webhook, PortLimits.status, PortLimits.operatorPort]
        for (cell, limits) in zip(cells.suffix(3), ports) {
            // Setting a limit to the default that is written changes nothing.
            #expect(try LimitsArgument("\(name)=\(cell)").applied(to: limits) == limits, "\(cell)")
        }
    }
}
