extension TimeLimit: LosslessStringConvertible {
    /// The word for no limit.
    static let unlimited = "none"

    /// Parses a limit as annotations write it, or returns nil; for settings, whose errors are reported elsewhere.
    package init?(_ text: String) {
        do throws(Mistake) {
            try self.init(SourceText(text))
        } catch {
            return nil
        }
    }

    /// Parses `none`, or a length of time; 0 is refused.
    init(_ text: SourceText) throws(Mistake) {
        if text.string == Self.unlimited {
            self = .none
            return
        }
        let seconds = try DurationText.seconds(text, least: 0, orWords: [Self.unlimited])
        guard seconds > 0 else {
            throw Mistake(
                .invalidDuration, at: text.column, "A time limit of 0 leaves no time to wait; use none for no limit.")
        }
        self = .seconds(seconds)
    }
}
