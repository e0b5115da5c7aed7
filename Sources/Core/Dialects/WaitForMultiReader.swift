import Dependencies
import Encodings

/// Reads the arguments of k8s-wait-for-multi: `[NAMESPACE,]KIND,NAME …`, a bare name being a Pod's.
///
/// <https://github.com/EraYaN/k8s-wait-for-multi#readme>
struct WaitForMultiReader {
    private static let options = OptionReader(forms: [
        OptionForm("namespace", "n"), OptionForm("timeout", "t"), OptionForm("sync-period"),
        OptionForm("print-tree", isSwitch: true), OptionForm("print-collapsed-tree", isSwitch: true),
        OptionForm("request-timeout"),
    ])

    /// The pod's own namespace.
    let namespace: String

    /// What the arguments wait for, and for how long: 10 minutes where they do not say, for ever for 0.
    func read(_ words: [String]) throws(Diagnostic) -> (dependencies: [Dependency], timeout: TimeLimit) {
        let read = try Self.options.read(words)
        let namespace = read.options["namespace"] ?? namespace
        var dependencies: [Dependency] = []
        for item in read.others { dependencies.append(try dependency(item, in: namespace)) }
        return (dependencies, try timeout(read.options["timeout"]))
    }

    private func dependency(_ item: String, in namespace: String) throws(Diagnostic) -> Dependency {
        let parts = item.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let maker = DependencyMaker(place: .arguments, item: item)
        switch parts.count {
        case 1: return try maker.named(.pod, namespace: namespace, parts[0])
        case 2, 3:
            let kind = parts[parts.count - 2]
            let known: DependencyKind
            switch kind {
            case "service": known = .service
            case "job": known = .job
            case "pod": known = .pod
            default:
                throw Place.arguments.refusal(
                    .unknownKind, item,
                    "\(Excerpt.quoted(kind)) is not what k8s-wait-for-multi waits for; write service, job or pod.")
            }
            let options = DependencyOptions(minimum: known == .service ? .all : nil)
            return try maker.named(
                known, namespace: parts.count == 3 ? parts[0] : namespace, parts[parts.count - 1], options)
        default:
            throw Place.arguments.refusal(.unsupportedForm, item, "An item has the form [NAMESPACE,]KIND,NAME.")
        }
    }

    private func timeout(_ text: String?) throws(Diagnostic) -> TimeLimit {
        guard let text else { return .seconds(600) }
        guard let seconds = Seconds.goDuration(text) else {
            throw Place.arguments.refusal(
                .invalidDuration, "--timeout=\(text)",
                "\(Excerpt.quoted(text)) is not a duration; write 90s, 5m, 1h30m, or 0 for no limit.")
        }
        return seconds == 0 ? .none : .seconds(seconds)
    }
}
