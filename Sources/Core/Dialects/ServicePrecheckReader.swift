import Dependencies
import Encodings

/// Reads the arguments of service-precheck: host names that must resolve.
///
/// <https://github.com/mjpitz/service-precheck#readme>
struct ServicePrecheckReader {
    /// What the arguments wait for.
    func read(_ words: [String]) throws(Diagnostic) -> [Dependency] {
        var dependencies: [Dependency] = []
        for word in words {
            guard !word.hasPrefix("-") else {
                throw Place.arguments.refusal(
                    .unknownArgument, word,
                    "\(Excerpt.quoted(word)) is not a host name; service-precheck has no options.")
            }
            dependencies.append(try DependencyMaker(place: .arguments, item: word).local(.dns, .host(word)))
        }
        return dependencies
    }
}
