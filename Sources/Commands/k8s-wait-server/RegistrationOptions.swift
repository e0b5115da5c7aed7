internal import ArgumentParser

/// How API servers call the webhook: our MutatingWebhookConfiguration, and their certificates.
struct RegistrationOptions: ParsableArguments {
    /// The configuration's name, or `none`.
    @Option(
        help: ArgumentHelp(
            "MutatingWebhookConfiguration of this server. Its caBundle is kept right where the server makes its certificates "
                + "itself, and only looked at where they come from files; none leaves it alone.",
            valueName: "name"))
    var webhookConfiguration = NameArgument("k8s-wait")

    /// A path.
    @Option(
        help: ArgumentHelp(
            "PEM file: the authorities of clients that the webhook port lets in; without it, it lets in anybody.",
            valueName: "file"))
    var clientCa: String?

    /// The configuration's name; nil where there is nothing to look after.
    var configuration: String? { webhookConfiguration.text == "none" ? nil : webhookConfiguration.text }
}
