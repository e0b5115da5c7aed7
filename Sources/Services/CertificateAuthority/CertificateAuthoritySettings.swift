/// Where the authorities are, what they sign, and for how long.
package struct CertificateAuthoritySettings: Hashable, Sendable {
    /// Our own namespace.
    package var namespace: String
    /// The name of the Secret.
    package var secret = "k8s-wait-authorities"
    /// What serving certificates are for.
    package var names: ServerNames
    /// How long everything lives.
    package var times = CertificateTimes()

    /// The defaults, for authorities in that namespace.
    package init(namespace: String, names: ServerNames) {
        self.namespace = namespace
        self.names = names
    }
}
