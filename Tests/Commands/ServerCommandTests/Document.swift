import Posix

/// A page of the documentation, as tests compare it with the code.
struct Document {
    /// docs/configuration.md.
    static let configuration = Document("configuration.md")
    /// All pages, by their names.
    static let all = [
        "annotations.md", "benchmarks.md", "chaos.md", "configuration.md", "cycles.md", "development.md", "install.md",
        "migrating.md", "operations.md", "policies.md", "security.md", "tutorial.md",
    ]

    /// The whole page; empty when it cannot be read, which no test would pass.
    let text: String
    /// Its lines.
    var rows: [Substring] { text.split(separator: "\n") }

    /// The page of that name.
    init(_ name: String) {
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4).joined(separator: "/")
        text = String(decoding: (try? FileContents.read("\(root)/docs/\(name)")) ?? [], as: UTF8.self)
    }
}
