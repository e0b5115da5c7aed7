import Dependencies
import Encodings

/// Tells options from other words, as the programs of other tools write them: `--name=value`, `--name value`,
/// `-n value`, `-nvalue`, `-n=value`; `--` ends the options.
struct OptionReader {
    /// What was read.
    struct Words {
        /// The value of each option that is there, by its name; empty for a switch without one.
        var options: [String: String] = [:]
        /// The other words, in order.
        var others: [String] = []
    }

    /// The options that the program takes.
    let forms: [OptionForm]

    /// Reads all words. Throws for an option that is unknown, repeated or lacks its value.
    func read(_ words: [String]) throws(Diagnostic) -> Words {
        var result = Words()
        var rest = words[...]
        while let word = rest.popFirst() {
            if word == "--" {
                result.others += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                result.others.append(word)
                continue
            }
            let (form, inline) = try form(of: word)
            var value = inline
            if value == nil, !form.isSwitch, let next = rest.first, !next.hasPrefix("-") {
                value = next
                rest.removeFirst()
            }
            guard let value = value ?? (form.isSwitch ? "" : nil), form.isSwitch || !value.isEmpty else {
                throw Place.arguments.refusal(.missingValue, word, "--\(form.name) needs a value, written after \"=\".")
            }
            guard result.options.updateValue(value, forKey: form.name) == nil else {
                throw Place.arguments.refusal(.repeatedOption, word, "--\(form.name) is given twice; keep one.")
            }
        }
        return result
    }

    private func form(of word: String) throws(Diagnostic) -> (OptionForm, inline: String?) {
        if word.hasPrefix("--") {
            let (name, value) = Self.split(word.dropFirst(2))
            if let form = forms.first(where: { $0.name == name || $0.aliases.contains(name) }) { return (form, value) }
            throw unknown("--\(name)", word)
        }
        let body = word.dropFirst()
        guard let letter = body.first, let form = forms.first(where: { $0.letter == letter }) else {
            throw unknown(word, word)
        }
        let rest = body.dropFirst()
        if rest.isEmpty { return (form, nil) }
        return (form, String(rest.first == "=" ? rest.dropFirst() : rest))
    }

    private func unknown(_ name: String, _ word: String) -> Diagnostic {
        let names = forms.map { "--\($0.name)" }
        let advice =
            Spelling.nearest(to: name, among: names).map { "did you mean \($0)?" }
            ?? "there are \(names.joined(separator: ", "))."
        return Place.arguments.refusal(
            .unknownArgument, word, "\(Excerpt.quoted(name)) is not an option here; \(advice)")
    }

    private static func split(_ text: Substring) -> (name: String, value: String?) {
        guard let sign = text.utf8.firstIndex(of: UInt8(ascii: "=")) else { return (String(text), nil) }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
}
