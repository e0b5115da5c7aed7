extension Remembrance {
    /// Parses the text after `remember=`.
    init(_ text: SourceText) throws(Mistake) {
        switch text.string {
        case "false": self = .never
        case "always": self = .always
        default: self = .seconds(try DurationText.seconds(text, least: 1, orWords: ["false", "always"]))
        }
    }
}
