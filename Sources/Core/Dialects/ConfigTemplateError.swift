import Encodings

/// Why a configuration file cannot be rendered.
package struct ConfigTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of failure, free of dynamic values.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        case tooLarge
        case unclosedAction
        case unknownAction
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence.
    package let message: String

    /// The message.
    package var description: String { message }

    /// The template or what comes out of it is over the limit.
    static func tooLarge() -> ConfigTemplateError {
        let limit = ConfigTemplate.maximumBytes >> 20
        return ConfigTemplateError(code: .tooLarge, message: "A rendered configuration has at most \(limit) MiB.")
    }

    /// An action begins and never ends.
    static func unclosed(line: Int) -> ConfigTemplateError {
        ConfigTemplateError(
            code: .unclosedAction,
            message: "Line \(line): \"{{\" is never closed; write {{ \"{{\" }} for the text itself.")
    }

    /// An action that is none of the placeholders.
    static func unknown(_ action: String, line: Int) -> ConfigTemplateError {
        let shown = Excerpt.quoted("{{\(action)}}")
        return ConfigTemplateError(
            code: .unknownAction,
            message:
                "Line \(line): \(shown) is not understood; there are {{ .IP }}, {{ .IP_ERLANG }} and {{ .HOSTNAME }}.")
    }
}
