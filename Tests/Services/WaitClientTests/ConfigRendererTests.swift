import Dialects
import Glibc
import Posix
import Testing

@testable import WaitClient

/// The files of DEPENDENCY_CONFIG, from templates in a directory of the test's own.
@Suite struct ConfigRendererTests {
    private let place: String

    init() throws {
        // Its name is free once it is gone.
        let file = try TemporaryFile()
        place = file.path
    }

    private func render(
        _ template: String, interface: String? = nil, _ environment: [String: String] = ["POD_IP": "10.1.2.3"]
    ) throws -> String {
        let templates = "\(place)/configmaps"
        let target = "\(place)/etc/nova/nova.conf"
        let rendering = try #require(ConfigRendering(target: target, templates: templates))
        #expect(rendering.source == "\(templates)/nova.conf/nova.conf")
        try FileContents.write(Array(template.utf8), to: rendering.source)
        defer {
            unlink(rendering.source)
            unlink(target)
            for path in ["/configmaps/nova.conf", "/configmaps", "/etc/nova", "/etc", ""] { rmdir(place + path) }
        }
        try ConfigRenderer(interfaceName: interface, environment: { environment[$0] }).render(rendering)
        return String(decoding: try FileContents.read(target), as: UTF8.self)
    }

    @Test func rendersThePodsAddress() throws {
        #expect(try render("{{ .IP }} {{ .IP_ERLANG }} x") == "10.1.2.3 10,1,2,3 x")
        #expect(try render("{{ .HOSTNAME }}") == HostName.current())
    }

    @Test func anInterfaceWinsOverThePodsAddress() throws {
        #expect(try render("{{ .IP }}", interface: "lo") == "127.0.0.1")
    }

    @Test(
        arguments: [
            ("no such interface", "{{ .IP }}", "no-such0", "no-such0"),
            ("a template that is wrong", "{{ .PORT }}", nil, ".PORT"),
        ] as [(String, String, String?, String)])
    func refuses(_ name: String, _ template: String, _ interface: String?, _ part: String) throws {
        let error = #expect(throws: WaitClientError.self) { try render(template, interface: interface) }
        #expect(error?.message.contains(part) == true, "\(String(describing: error))")
        #expect(access("\(place)/etc/nova/nova.conf", F_OK) != 0)
    }

    /// Nobody asks for an address: none is looked for.
    @Test func withoutPlaceholdersNoAddressIsNeeded() throws {
        #expect(try render("plain", interface: "no-such0", [:]) == "plain")
    }
}
