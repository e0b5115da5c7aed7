extension LabelSelector {
    /// Parses a selector by the grammar of `labels.Parse` (k8s.io/apimachinery/pkg/labels), except that an empty one, which
    /// would match everything, is refused.
    init(_ text: SourceText) throws(Mistake) {
        var parser = LabelSelectorParser(text)
        self.init(try parser.parse())
    }
}
