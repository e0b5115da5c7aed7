/// What a part of the parser found wrong, before it is known in which annotation and item: a `Diagnostic` in the making.
struct Mistake: Error, Hashable, Sendable {
    /// What kind of mistake it is.
    let code: Diagnostic.Code
    /// The character of the value at which it was noticed, from 1.
    let column: Int
    /// One sentence.
    let message: String

    /// A mistake of this kind at this column.
    init(_ code: Diagnostic.Code, at column: Int, _ message: String) {
        self.code = code
        self.column = column
        self.message = message
    }
}
