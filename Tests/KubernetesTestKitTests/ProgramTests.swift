import Glibc
import KubernetesTestKit
import ServerTestKit
import Testing

@Suite("The program fake-apiserver")
struct ProgramTests {
    @Test(
        "says where it listens, writes kubeconfig and authority, and ends with 0 on SIGTERM",
        arguments: [SIGTERM, SIGINT])
    func lifeCycle(_ signal: Int32) async throws {
        var template = Array("/tmp/k8s-wait-fake-XXXXXX".utf8CString)
        let directory = try #require(mkdtemp(&template).map { String(cString: $0) })
        let program = try ChildProcess.start(
            try Self.path(),
            [
                "--listen", "127.0.0.1:0", "--tls-dir", "\(directory)/tls", "--kubeconfig-out",
                "\(directory)/kubeconfig",
                "--token", "t", "--auto-namespaces",
            ])
        let line = try #require(await program.line(containing: "listening on "))
        #expect(line.hasPrefix("listening on https://127.0.0.1:"))
        let kubeconfig = String(decoding: try Self.read("\(directory)/kubeconfig"), as: UTF8.self)
        #expect(kubeconfig.contains(line.split(separator: " ").last ?? "?") && kubeconfig.contains("token: \"t\""))
        #expect(try Self.read("\(directory)/tls/ca.pem").starts(with: Array("-----BEGIN CERTIFICATE-----".utf8)))
        #expect(try !Self.read("\(directory)/tls/kubeconfig").isEmpty)
        program.signal(signal)
        #expect(await program.exitStatus() == 0)
        _ = try await ChildProcess.start("/bin/rm", ["-rf", directory]).exitStatus()
    }

    @Test("says what is wrong with an address that it cannot listen on")
    func badAddress() async throws {
        let program = try ChildProcess.start(try Self.path(), ["--listen", "203.0.113.1:1"])
        #expect(await program.exitStatus() != 0)
        #expect(program.lines.joined().contains("203.0.113.1"))
    }

    /// The program beside the tests.
    private static func path() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return "\(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))/fake-apiserver"
    }

    private static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Fixture.Missing(path: path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }
}
