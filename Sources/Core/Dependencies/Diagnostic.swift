import Encodings

/// What is wrong, or worth a warning, in one place of a pod's wait annotations or of a container's arguments.
///
/// The message is one sentence with the offending value and, where there is one, the nearest valid word. Values that it
/// quotes are cut and cleaned, so `description` is one line of at most 256 characters: what Kubernetes lets a webhook's
/// warning be.
package struct Diagnostic: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values, so that they can label a metric.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case unknownAnnotation
        case repeatedAnnotation
        case annotationsTooLarge
        case tooManyDependencies
        case emptyList
        case emptyItem
        case unclosedQuote
        case unclosedBracket
        case unexpectedBracket
        case unsupportedForm
        case unknownKind
        case kindNotAllowed
        case invalidName
        case missingNamespace
        case twoSeparators
        case unknownOption
        case optionDoesNotFit
        case repeatedOption
        case missingValue
        case unexpectedValue
        case contradiction
        case invalidJSON
        case unknownMember
        case invalidAddress
        case invalidURL
        case invalidPath
        case invalidPort
        case invalidCondition
        case invalidField
        case invalidStatus
        case invalidCount
        case invalidSelector
        case invalidDuration
        case invalidQuantity
        case invalidImage
        case unknownWord
        case unknownArgument
        /// A warning: the same dependency twice.
        case duplicateDependency
        /// A warning: `postgres:5432`, which another tool reads as namespace and name.
        case portOrName
        /// A warning: `job/migrate` in a list of Jobs, which is Job migrate of namespace job.
        case typeOrNamespace
    }

    /// The longest `description`, in characters.
    package static let maximumLength = 256

    /// What kind of mistake it is.
    package let code: Code
    /// The annotation's key, or `arguments` where arguments were read.
    package let annotation: String
    /// The item of the list, as it is written there, cut to 60 characters; empty where the whole value is meant.
    package let item: String
    /// The character of the annotation's value at which it was noticed, from 1, counting Unicode scalars.
    package let column: Int
    /// One sentence.
    package let message: String

    /// A diagnostic of these parts, taken as they are.
    package init(_ code: Code, annotation: String, item: String, column: Int, message: String) {
        self.code = code
        self.annotation = annotation
        self.item = item
        self.column = column
        self.message = message
    }

    /// One line that names the annotation, the item and the column, then says the message.
    package var description: String {
        var place = Excerpt.of(annotation, limit: 48)
        if !item.isEmpty { place += ", item \(Excerpt.quoted(item, limit: 32))" }
        return Excerpt.of("\(place), column \(column): \(message)", limit: Self.maximumLength)
    }
}

extension Diagnostic {
    /// A mistake together with the place in which it was found.
    init(_ mistake: Mistake, annotation: String, item: String) {
        self.init(
            mistake.code, annotation: annotation, item: Excerpt.of(item, limit: 60), column: mistake.column,
            message: mistake.message)
    }
}
