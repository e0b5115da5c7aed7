internal import Glibc
internal import ManifestYAML
internal import Manifests
internal import Posix

/// One text of manifests, read: YAML or JSON, with as many documents as it has.
struct ManifestFile {
    /// What messages call it: its path, or `stdin`.
    let name: String
    /// The text.
    let text: [UInt8]
    /// Its documents but for empty ones.
    let documents: [ManifestNode]
    /// Where its lines begin.
    let lines: LineTable

    /// The most bytes that a text may have.
    static let limit = 64 << 20

    /// Reads a text. Throws a `Problem` that says where in it what is wrong.
    init(name: String, text: [UInt8]) throws(Problem) {
        self.name = name
        self.text = text
        lines = LineTable(text)
        do throws(ManifestError) {
            documents = try Self.read(text)
        } catch {
            throw Problem(error, in: name, lines)
        }
    }

    /// The documents of a text.
    static func read(_ text: [UInt8]) throws(ManifestError) -> [ManifestNode] {
        guard JSONManifest.isLikely(text) else { return try YAMLManifest.read(text) }
        do throws(ManifestError) {
            return try JSONManifest.read(text)
        } catch {
            // YAML in brackets looks the same at first; if it is neither, JSON was meant.
            guard error.code == .unreadable, let documents = try? YAMLManifest.read(text) else { throw error }
            return documents
        }
    }

    /// The place of a byte, as messages name it: `FILE:LINE:COLUMN`.
    func place(of offset: Int?) -> String {
        guard let offset else { return name }
        let position = lines.position(of: offset)
        return "\(name):\(position.line):\(position.column)"
    }
}
