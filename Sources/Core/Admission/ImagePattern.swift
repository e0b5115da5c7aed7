/// A pattern of image references: `*` stands for any run of characters, everything else for itself.
package struct ImagePattern: Hashable, Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    package let description: String

    /// Any text is a pattern; one without `*` fits exactly one reference.
    package init(_ text: String) {
        description = text
    }

    /// Whether the whole of `image` fits the pattern. Linear in space; in time at most the product of both lengths.
    package func matches(_ image: String) -> Bool {
        let pattern = Array(description.utf8)
        let text = Array(image.utf8)
        var patternIndex = 0
        var textIndex = 0
        // Where to go on when the text after the last star did not fit: the star takes one byte more.
        var retry: (pattern: Int, text: Int)?
        while textIndex < text.count {
            if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
                patternIndex += 1
                retry = (patternIndex, textIndex)
            } else if patternIndex < pattern.count, pattern[patternIndex] == text[textIndex] {
                patternIndex += 1
                textIndex += 1
            } else if let (star, start) = retry {
                patternIndex = star
                textIndex = start + 1
                retry = (star, textIndex)
            } else {
                return false
            }
        }
        return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
