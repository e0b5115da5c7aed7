import CoreTestKit
import Dialects
import Testing

@Suite struct ConfigTemplateTests {
    static let values = ConfigTemplate.Values(address: "10.1.2.3", hostName: "nova-0")

    static func render(_ text: String) throws -> String {
        String(decoding: try ConfigTemplate(parsing: Array(text.utf8)).rendered(values), as: UTF8.self)
    }

    /// A template and what comes out of it.
    static let renderings: [(String, String)] = [
        ("", ""),
        ("no placeholder { } }} {a}", "no placeholder { } }} {a}"),
        ("my_ip = {{ .IP }}\n", "my_ip = 10.1.2.3\n"),
        ("{{.IP}}{{.IP}}", "10.1.2.310.1.2.3"),
        ("{{ .IP_ERLANG }}", "10,1,2,3"),
        ("rabbit@{{\t.HOSTNAME\n}}!", "rabbit@nova-0!"),
        ("a {{- .IP -}} b", "a10.1.2.3b"),
        ("a\n  {{- \" \" }}b", "a b"),
        ("x{{/* }} a comment */}}y", "xy"),
        ("a \n{{- /* gone */ -}} \n b", "ab"),
        ("{{ \"{{\" }} .IP {{ `}}` }}", "{{ .IP }}"),
        ("{{ \"a\\\"\\\\\\n\" }}", "a\"\\\n"),
        ("{{ .IP -}}\n", "10.1.2.3"),
        ("é{{ .IP }}ü", "é10.1.2.3ü"),
    ]

    @Test(arguments: renderings) func renders(_ template: String, _ expected: String) throws {
        #expect(try Self.render(template) == expected)
    }

    /// A template, why it is refused, and in which line.
    static let refusals: [(String, ConfigTemplateError.Code, Int)] = [
        ("{{ .PORT }}", .unknownAction, 1),
        ("a\n{{ .IP | printf }}", .unknownAction, 2),
        ("{{ if .IP }}x{{ end }}", .unknownAction, 1),
        ("{{}}", .unknownAction, 1),
        ("{{ .IP .HOSTNAME }}", .unknownAction, 1),
        ("{{ \"a\\x\" }}", .unknownAction, 1),
        ("{{ ip }}", .unknownAction, 1),
        ("a\nb\n{{ .IP", .unclosedAction, 3),
        ("{{ \"}}", .unclosedAction, 1),
        ("{{/* }}", .unclosedAction, 1),
        ("{{", .unclosedAction, 1),
    ]

    @Test(arguments: refusals)
    func refuses(_ template: String, _ code: ConfigTemplateError.Code, _ line: Int) {
        let error = #expect(throws: ConfigTemplateError.self) { try Self.render(template) }
        #expect(error?.code == code)
        #expect(error?.message.hasPrefix("Line \(line): ") == true)
    }

    @Test func anUnknownPlaceholderIsNamed() {
        let error = #expect(throws: ConfigTemplateError.self) { try Self.render("{{ .PORT }}") }
        #expect(
            error?.message
                == "Line 1: \"{{ .PORT }}\" is not understood; there are {{ .IP }}, {{ .IP_ERLANG }} and {{ .HOSTNAME }}."
        )
    }

    @Test func isBounded() {
        let tooLong = [UInt8](repeating: 0x20, count: ConfigTemplate.maximumBytes + 1)
        #expect(throws: ConfigTemplateError.self) { try ConfigTemplate(parsing: tooLong) }
        let bomb = Array(String(repeating: "{{.HOSTNAME}}", count: 100_000).utf8)
        let long = ConfigTemplate.Values(address: "", hostName: String(repeating: "h", count: 253))
        let error = #expect(throws: ConfigTemplateError.self) { try ConfigTemplate(parsing: bomb).rendered(long) }
        #expect(error?.code == .tooLarge)
    }

    /// Whatever stands in a file, reading it ends, and what has no action comes out as it went in.
    @Test func anyTextIsRenderedOrRefused() throws {
        var random = SeededGenerator(seed: 7)
        let parts = ["{{", "}}", " ", "-", ".IP", "\"", "`", "/*", "*/", "\\", "a", "\n", "é"]
        for _ in 0..<2000 {
            var text = ""
            for _ in 0..<random.index(below: 12) { text += random.pick(parts) }
            let rendered = try? Self.render(text)
            if !text.contains("{{") { #expect(rendered == text) }
        }
    }
}
