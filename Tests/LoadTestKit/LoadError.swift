/// Why load could not be made.
package struct LoadError: Error, CustomStringConvertible {
    /// One sentence.
    package let message: String

    /// An error that says `message`.
    package init(_ message: String) { self.message = message }

    package var description: String { message }
}
