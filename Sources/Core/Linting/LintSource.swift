package import Manifests

/// One text of manifests that is to be checked.
package struct LintSource: Sendable {
    /// What findings call it: its path.
    package let name: String
    /// The text.
    package let text: [UInt8]
    /// Its documents.
    package let documents: [ManifestNode]
    /// Where its lines begin.
    package let lines: LineTable

    /// A text that has been read.
    package init(name: String, text: [UInt8], documents: [ManifestNode], lines: LineTable) {
        self.name = name
        self.text = text
        self.documents = documents
        self.lines = lines
    }

    /// The objects of a cluster, which stand in no text.
    static let cluster = LintSource(name: "the cluster", text: [], documents: [], lines: LineTable([]))
}
