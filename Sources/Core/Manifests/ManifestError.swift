/// Why a text is no manifest, or cannot be changed as it should be.
package struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake.
    package enum Code: String, Hashable, Sendable {
        case unreadable
        case repeatedKey
        case tooLarge
        case uneditable
    }

    /// What kind of mistake it is.
    package let code: Code
    /// The byte of the text at which it was noticed, from 0; nil where nobody knows.
    package let offset: Int?
    /// One sentence.
    package let message: String

    /// A mistake at a byte of the text.
    package init(_ code: Code, at offset: Int?, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { message }
}
