import Testing

@testable import k8s_wait_server

/// What stands behind `k8s-wait-server certs`.
@Suite struct CertificateArgumentsTests {
    @Test(arguments: [
        ("localhost:8443", "localhost", 8443), ("192.0.2.1:1", "192.0.2.1", 1),
        ("[2001:db8::1]:9843", "2001:db8::1", 9843),
    ])
    func anAddressIsReadAndPrinted(text: String, host: String, port: UInt16) throws {
        let address = try #require(ServerAddressArgument(argument: text))
        #expect(address.host == host && address.port == port)
        #expect(address.description == text)
    }

    @Test(arguments: ["", "localhost", ":8443", "localhost:0", "localhost:65536", "2001:db8::1", "[]:1", "a:b"])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(ServerAddressArgument(argument: text) == nil)
    }

    @Test(
        arguments: [
            ([127, 0, 0, 1], "127.0.0.1"),
            ([0x20, 1, 0x0d, 0xb8] + Array(repeating: 0, count: 11) + [1], "2001:db8::1"),
            ([1, 2, 3], nil), ([], nil),
        ] as [([UInt8], String?)])
    func anAddressInACertificateIsWrittenAsPeopleDo(bytes: [UInt8], text: String?) {
        #expect(IPAddressText.text(bytes) == text)
    }

    /// As the server's own options, and nothing that does harm.
    @Test func theEnvironmentSaysWhereTheServersAre() throws {
        let environment = ["K8S_WAIT_TLS_SECRET": "mine", "K8S_WAIT_LEAF_LIFETIME": "1h", "K8S_WAIT_YES": "true"]
        let arguments = try EnvironmentArguments(RotationOptions()).merged([], environment: environment)
        #expect(Set(arguments) == ["--tls-secret=mine", "--leaf-lifetime=1h"])
        let inspected = try EnvironmentArguments(ClusterOptions()).merged([], environment: environment)
        #expect(inspected == ["--tls-secret=mine"])
    }
}
