package import ArgumentParser

/// One option as its declaration says it.
package struct DeclaredOption: Hashable, Sendable {
    /// Its name on the command line without the dashes, which is its property's unless it was given another: `fail-on`.
    package let name: String
    /// The words that it may have as a value, none where any text may be one; nil for a flag, which has no value.
    package let values: [String]?

    /// It has no value.
    package var isFlag: Bool { values == nil }

    /// The options of a command, read off the type that declares them, so that there is one list of them; those of its
    /// groups stand where the group does.
    package static func all(of options: any ParsableArguments) -> [DeclaredOption] {
        Mirror(reflecting: options).children.flatMap { child -> [DeclaredOption] in
            if let group = child.value as? any OptionGrouping { return all(of: group.members) }
            guard let label = child.label, label.hasPrefix("_"), let option = child.value as? any ValueChoosing else {
                return []
            }
            return [DeclaredOption(name: kebabCase(label.dropFirst()), values: option.values)]
        }
    }

    private static func kebabCase(_ name: some StringProtocol) -> String {
        name.reduce(into: "") { result, character in
            if character.isUppercase { result.append("-") }
            result += character.lowercased()
        }
    }
}

/// Options that are declared in a type of their own, and are no less options for that.
private protocol OptionGrouping {
    /// A value of the type that declares them.
    var members: any ParsableArguments { get }
}

extension OptionGroup: OptionGrouping {
    /// None of them set: only their declarations are of interest.
    fileprivate var members: any ParsableArguments { Value() }
}

/// An option, with a value or without.
private protocol ValueChoosing {
    /// The words that the value may be; nil where there is no value.
    var values: [String]? { get }
}

extension Flag: ValueChoosing {
    /// It has no value.
    fileprivate var values: [String]? { nil }
}

extension Option: ValueChoosing {
    /// The words that the value may be; none where it is no choice.
    fileprivate var values: [String]? {
        if let type = Value.self as? any ExpressibleByArgument.Type { return type.allValueStrings }
        return (Value.self as? any ChoiceOrNone.Type)?.words ?? []
    }
}

/// A choice that need not be made.
private protocol ChoiceOrNone {
    /// The words that it may be.
    static var words: [String] { get }
}

extension Optional: ChoiceOrNone where Wrapped: ExpressibleByArgument {
    /// The words of what it wraps.
    fileprivate static var words: [String] { Wrapped.allValueStrings }
}
