/// Where the API server is, how it is verified, and who we are: everything that a client needs to know to ask it.
package struct KubernetesConfiguration: Hashable, Sendable {
    /// Bytes that are known, or a file that is read again when it changes.
    package enum Material: Hashable, Sendable {
        case bytes([UInt8])
        case file(String)
    }

    /// How the server's certificate is verified.
    package enum Trust: Hashable, Sendable {
        /// By these authorities only, PEM.
        case authorities(Material)
        /// By the authorities that the system trusts.
        case system
        /// Not at all: `insecure-skip-tls-verify`.
        case nothing
    }

    /// A client certificate for mutual TLS, PEM.
    package struct ClientCertificate: Hashable, Sendable {
        /// The certificate, and the intermediate ones.
        package var chain: Material
        /// Its private key.
        package var privateKey: Material

        /// That the key belongs to the certificate is seen at the first handshake only.
        package init(chain: Material, privateKey: Material) {
            self.chain = chain
            self.privateKey = privateKey
        }
    }

    /// Where the API server is.
    package var server: ServerAddress
    /// How it is verified.
    package var trust: Trust
    /// The name in the server's certificate, where it is not the host of its address.
    package var serverName: String?
    /// The bearer token; nil for none.
    package var token: Material?
    /// The client certificate; nil for none.
    package var clientCertificate: ClientCertificate?
    /// The proxy to go through; nil for none, whatever the environment says.
    package var proxyURL: String?
    /// The namespace that we run in, or that the context names.
    package var namespace: String

    /// A configuration of known parts; `inCluster` and `kubeconfig` find them.
    package init(
        server: ServerAddress, trust: Trust = .system, serverName: String? = nil, token: Material? = nil,
        clientCertificate: ClientCertificate? = nil, proxyURL: String? = nil, namespace: String = "default"
    ) {
        self.server = server
        self.trust = trust
        self.serverName = serverName
        self.token = token
        self.clientCertificate = clientCertificate
        self.proxyURL = proxyURL
        self.namespace = namespace
    }
}
