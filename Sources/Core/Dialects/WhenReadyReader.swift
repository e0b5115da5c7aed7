import Dependencies
import Encodings

/// Reads the arguments of k8s-when-ready's client.
///
/// <https://github.com/rally25rs/k8s-when-ready#available-arguments>
struct WhenReadyReader {
    /// The options, of which `poll-delay`, `host` and `port` have no effect: nothing polls, and the server is ours.
    static let options = OptionReader(forms: [
        OptionForm("type"), OptionForm("name"), OptionForm("namespace", "n"), OptionForm("uptime"),
        OptionForm("timeout"), OptionForm("poll-delay", aliases: ["pollDelay"]), OptionForm("host", "h"),
        OptionForm("port", "p"),
    ])

    /// The pod's own namespace.
    let namespace: String

    /// What the arguments wait for, and for how many seconds.
    func read(_ words: [String]) throws(Diagnostic) -> (dependencies: [Dependency], timeout: TimeLimit) {
        let words = try Self.options.read(words)
        if let other = words.others.first {
            throw Place.arguments.refusal(
                .unknownArgument, other, "\(Excerpt.quoted(other)) is not an option; k8s-when-ready takes options only."
            )
        }
        let kind = try kind(words.options["type"])
        guard let name = words.options["name"] else {
            throw Place.arguments.refusal(.missingValue, "--name", "--name is missing, which says what to wait for.")
        }
        let dependency = try WhenReady.dependency(
            kind, namespace: words.options["namespace"] ?? namespace, name: name, uptime: words.options["uptime"])
        let timeout =
            try words.options["timeout"].map { text throws(Diagnostic) in
                try WhenReady.seconds("timeout", text)
            } ?? 300
        guard timeout > 0 else {
            throw Place.arguments.refusal(.invalidDuration, "--timeout=0", "A timeout of 0 leaves no time to wait.")
        }
        return ([dependency], .seconds(timeout))
    }

    private func kind(_ type: String?) throws(Diagnostic) -> DependencyKind {
        switch type {
        case "service": return .service
        case "job": return .job
        case "pod": return .pod
        case let type?:
            throw Place.arguments.refusal(
                .unknownWord, "--type=\(type)", "\(Excerpt.quoted(type)) is not a type; write service, job or pod.")
        case nil:
            throw Place.arguments.refusal(
                .missingValue, "--type", "--type is missing; write --type=service, job or pod.")
        }
    }
}
