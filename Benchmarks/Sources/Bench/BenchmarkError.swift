/// Why a benchmark could not run.
struct BenchmarkError: Error, CustomStringConvertible {
    /// One sentence.
    let message: String

    /// An error that says `message`.
    init(_ message: String) { self.message = message }

    var description: String { message }
}
