/// What is read of one entry of a MutatingWebhookConfiguration.
///
/// <https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/mutating-webhook-configuration-v1/>
package struct ConfigurationEntry: Hashable, Sendable {
    /// Its name, unique within the configuration.
    package var name = ""
    /// `caBundle` as it is stored: Base64 of PEM; empty where there is none.
    package var caBundle = ""
    /// The name that an API server asks our certificate for: that of the Service, or the URL's host; nil where neither can
    /// be read.
    package var serverName: String?

    /// An entry that says nothing.
    package init() {}
}
