/// Text from outside, made fit to stand in a message: one line, nothing that a terminal or a header would act on, cut.
package enum Excerpt {
    /// `text` with control characters replaced, cut to `limit` characters of which the last three are then dots.
    package static func of(_ text: String, limit: Int) -> String {
        // Nearly every text: it spares looking each character up in Unicode's tables.
        if isPlain(text.utf8.span, limit: limit) { return text }
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return String(result.dropLast(3)) + "..." }
            result.append(isPrintable(scalar) ? scalar : "?")
            count += 1
        }
        return String(result)
    }

    /// The same between double quotes.
    package static func quoted(_ text: String, limit: Int = 40) -> String { "\"\(of(text, limit: limit))\"" }

    private static func isPlain(_ text: Span<UInt8>, limit: Int) -> Bool {
        guard text.count <= limit else { return false }
        for index in text.indices where !(0x20..<0x7F ~= text[index]) { return false }
        return true
    }

    /// Neither a control character nor one that changes a line or the direction of writing.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
