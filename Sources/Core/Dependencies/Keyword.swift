import Encodings

/// Values that are one of a few words.
enum Keyword {
    /// The case whose raw value the text is.
    static func parse<Word: RawRepresentable<String> & CaseIterable>(
        _ text: SourceText, as type: Word.Type
    ) throws(Mistake) -> Word {
        if let word = Word(rawValue: text.string) { return word }
        let advice = Spelling.advice(for: text.string, among: Word.allCases.map(\.rawValue))
        throw Mistake(.unknownWord, at: text.column, "\(Excerpt.quoted(text.string)) is not known here; \(advice)")
    }
}
