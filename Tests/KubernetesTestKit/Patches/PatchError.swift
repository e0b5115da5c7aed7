/// Why a patch cannot be applied to a document.
package struct PatchError: Error, Hashable, Sendable {
    /// The kinds of failure.
    package enum Code: String, Hashable, Sendable {
        /// The patch itself is no patch: a wrong type, an unknown operation.
        case malformed
        /// A path of the patch is not in the document.
        case missingPath
        /// A `test` operation found another value.
        case testFailed
    }

    /// What kind of failure it is.
    package let code: Code
    /// One sentence with the offending value.
    package let message: String

    /// A failure of that kind with its sentence.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
