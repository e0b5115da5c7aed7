package import Dependencies
import Encodings

/// What k8s-when-ready means by a Service or Job that is ready: for its client's arguments and its server's paths alike.
package enum WhenReady {
    /// What is waited for. Of a Service every endpoint counts, as there every pod does; one at least, unlike there.
    ///
    /// `uptime` is a number of seconds as it was written; nil for that tool's default: 0 for a Job, else 5.
    package static func dependency(
        _ kind: DependencyKind, namespace: String, name: String, uptime: String?
    ) throws(Diagnostic) -> Dependency {
        var options = DependencyOptions(minimum: kind == .service ? .all : nil)
        var seconds = kind == .job ? 0 : 5
        if let uptime { seconds = try Self.seconds("uptime", uptime) }
        if seconds > 0 { options.uptime = seconds }
        return try DependencyMaker(place: .arguments, item: name).named(kind, namespace: namespace, name, options)
    }

    /// Whole seconds; part of one counts as a whole one, so that nothing is ready too early.
    static func seconds(_ option: String, _ text: String) throws(Diagnostic) -> Int {
        guard let seconds = Seconds.number(text) else {
            throw Place.arguments.refusal(
                .invalidDuration, "--\(option)=\(text)",
                "\(Excerpt.quoted(text)) is not a number of seconds from 0 to \(TimeLimit.maximumSeconds).")
        }
        return seconds
    }
}
