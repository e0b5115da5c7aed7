/// Why the program cannot begin to wait: its arguments or its environment are not complete.
package struct WaitClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values.
    package enum Code: String, CaseIterable, Hashable, Sendable {
        /// An argument is not one of this program's, or has a bad value.
        case badArgument
        /// A variable or flag that is needed is not there.
        case missingSetting
        /// A variable or flag has a value that cannot be used.
        case badSetting
        /// A file cannot be read.
        case unreadableFile
    }

    /// What kind of mistake it is.
    package let code: Code
    /// What is wrong and what to do. Several lines where a snippet of a manifest says it best.
    package let message: String

    /// An error of this kind that says exactly `message`.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
