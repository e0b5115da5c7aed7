/// A change of a text: these bytes in place of what was at a range of it.
package struct TextEdit: Hashable, Sendable {
    /// What is taken out; empty for an insertion.
    package let range: Range<Int>
    /// What is put in.
    package let text: String

    /// `text` in place of what is at `range`.
    package init(_ range: Range<Int>, _ text: String) {
        self.range = range
        self.text = text
    }

    /// A text with changes made, which must not overlap; those at one place in their order. Nil where they overlap.
    package static func apply(_ edits: [TextEdit], to text: [UInt8]) -> [UInt8]? {
        let sorted = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        var result: [UInt8] = []
        var position = 0
        for (_, edit) in sorted {
            guard edit.range.lowerBound >= position, edit.range.upperBound <= text.count else { return nil }
            result += text[position..<edit.range.lowerBound]
            result += edit.text.utf8
            position = edit.range.upperBound
        }
        return result + text[position...]
    }
}
