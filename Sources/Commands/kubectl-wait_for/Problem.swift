internal import Manifests

/// Why a command cannot do what it was told to, as it is told on standard error.
struct Problem: Error, CustomStringConvertible {
    /// One sentence, the place before it where there is one.
    let description: String

    /// A problem that this sentence tells.
    init(_ description: String) {
        self.description = description
    }

    /// What is wrong with a text of manifests.
    init(_ error: ManifestError, in name: String, _ lines: LineTable) {
        guard let offset = error.offset else {
            self.init("\(name): \(error.message)")
            return
        }
        let position = lines.position(of: offset)
        self.init("\(name):\(position.line):\(position.column): \(error.message)")
    }
}
