import Dependencies
import Encodings

/// Makes the diagnostics of one place: the arguments, or one variable of the environment.
struct Place {
    /// `arguments`, or the variable's name.
    let name: String

    /// The container's arguments.
    static let arguments = Place(name: "arguments")

    /// What is wrong with an item of this place. The message is one whole sentence.
    func refusal(_ code: Diagnostic.Code, _ item: String, _ message: String) -> Diagnostic {
        Diagnostic(code, annotation: name, item: Excerpt.of(item, limit: 60), column: 1, message: message)
    }

    /// The same mistake, said of this place.
    func moved(_ other: Diagnostic, item: String) -> Diagnostic {
        Diagnostic(other.code, annotation: name, item: Excerpt.of(item, limit: 60), column: 1, message: other.message)
    }
}

extension Diagnostic {
    /// A variable whose value only the kubelet knows: the server would answer another question than the container asks.
    static func unreadable(_ name: String, from source: String) -> Diagnostic {
        Place(name: name).refusal(
            .unsupportedForm, "", "\(name) comes from \(source), where the server cannot read it; write its value here."
        )
    }
}
