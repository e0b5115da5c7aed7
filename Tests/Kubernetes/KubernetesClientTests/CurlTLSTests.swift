import Logging
import TLS
import Testing

@testable import KubernetesClient

@Suite("CurlTransport: TLS", .timeLimit(.minutes(5)))
struct CurlTLSTests {
    private func configuration(_ port: Int, trust: KubernetesConfiguration.Trust) -> KubernetesConfiguration {
        KubernetesConfiguration(server: ServerAddress(host: "127.0.0.1", port: port), trust: trust)
    }

    /// The code of the error that a request ends with, or nil.
    private func get(_ configuration: KubernetesConfiguration) async throws -> KubernetesError.Code? {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let client = try KubernetesClient(configuration: configuration, logger: logger)
        do {
            _ = try await client.send(APIRequest(.get, "/version"), to: "read the version")
            return nil
        } catch {
            return error.code
        }
    }

    private func server(_ identity: TestAuthority.Identity, clients: TestAuthority? = nil) throws -> LoopbackServer {
        try LoopbackServer.secure(
            TLSServerContext(
                certificateChain: identity.chain, privateKey: identity.privateKey,
                clientAuthorities: clients?.certificate))
    }

    @Test("the server is verified by the given authority, and by no other")
    func trust() async throws {
        let (ours, other) = (try TestAuthority("ours"), try TestAuthority("other"))
        let server = try server(try ours.issue("api", ipAddresses: ["127.0.0.1"]))
        defer { server.stop() }
        #expect(try await get(configuration(server.port, trust: .authorities(.bytes(ours.certificate)))) == nil)
        #expect(try await get(configuration(server.port, trust: .authorities(.bytes(other.certificate)))) == .tls)
        #expect(try await get(configuration(server.port, trust: .system)) == .tls)
        #expect(try await get(configuration(server.port, trust: .nothing)) == nil)
        #expect(try await get(configuration(server.port, trust: .authorities(.bytes(Array("rubbish".utf8))))) == .tls)
    }

    @Test("a certificate for another name is refused, unless tls-server-name names it")
    func serverName() async throws {
        let authority = try TestAuthority("ours")
        let server = try server(try authority.issue("api", dnsNames: ["kubernetes.default.svc"]))
        defer { server.stop() }
        var configuration = configuration(server.port, trust: .authorities(.bytes(authority.certificate)))
        #expect(try await get(configuration) == .tls)
        configuration.serverName = "kubernetes.default.svc"
        #expect(try await get(configuration) == nil)
        configuration.serverName = "other.default.svc"
        #expect(try await get(configuration) == .tls)
    }

    @Test("tls-server-name changes neither the address nor the Host header")
    func hostHeader() async throws {
        let authority = try TestAuthority("ours")
        let identity = try authority.issue("api", dnsNames: ["kubernetes"])
        let seen = AsyncStream.makeStream(of: String.self)
        let server = try LoopbackServer.secure(
            TLSServerContext(certificateChain: identity.chain, privateKey: identity.privateKey)
        ) { seen.continuation.yield($0) }
        defer { server.stop() }
        var configuration = configuration(server.port, trust: .authorities(.bytes(authority.certificate)))
        configuration.serverName = "kubernetes"
        #expect(try await get(configuration) == nil)
        for await request in seen.stream {
            #expect(request.contains("\r\nHost: 127.0.0.1:\(server.port)\r\n"))
            break
        }
    }

    @Test("the client certificate is shown, from bytes and from files")
    func clientCertificate() async throws {
        let authority = try TestAuthority("ours")
        let server = try server(try authority.issue("api", ipAddresses: ["127.0.0.1"]), clients: authority)
        defer { server.stop() }
        var configuration = configuration(server.port, trust: .authorities(.bytes(authority.certificate)))
        #expect(try await get(configuration) != nil)

        let client = try authority.issue("admin")
        configuration.clientCertificate = .init(chain: .bytes(client.chain), privateKey: .bytes(client.privateKey))
        #expect(try await get(configuration) == nil)

        let folder = try TemporaryFolder()
        configuration.clientCertificate = .init(
            chain: .file(try folder.write("client.crt", String(decoding: client.chain, as: UTF8.self))),
            privateKey: .file(try folder.write("client.key", String(decoding: client.privateKey, as: UTF8.self))))
        #expect(try await get(configuration) == nil)

        let other = try TestAuthority("other").issue("admin")
        configuration.clientCertificate = .init(chain: .bytes(other.chain), privateKey: .bytes(other.privateKey))
        #expect(try await get(configuration) != nil)
        configuration.clientCertificate = .init(chain: .bytes(client.chain), privateKey: .bytes(other.privateKey))
        #expect(try await get(configuration) == .tls)
    }

    @Test("a CA file that was replaced is read again when a request asks for it")
    func rotatedAuthority() async throws {
        let (old, new) = (try TestAuthority("old"), try TestAuthority("new"))
        let server = try server(try new.issue("api", ipAddresses: ["127.0.0.1"]))
        defer { server.stop() }
        let folder = try TemporaryFolder()
        let path = try folder.write("ca.crt", String(decoding: old.certificate, as: UTF8.self))
        let transport = try CurlTransport(
            configuration(server.port, trust: .authorities(.file(path))),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        await #expect(throws: KubernetesError.self) { _ = try await transport.open(APIRequest(.get, "/")).head() }
        try folder.write("ca.crt", String(decoding: new.certificate, as: UTF8.self))
        #expect(try await transport.open(APIRequest(.get, "/", rereadsCredentials: true)).head().status == 200)
    }
}
