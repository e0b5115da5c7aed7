package import Manifests

/// One thing that was found.
package struct LintFinding: Hashable, Sendable {
    /// The rule that found it.
    package let rule: LintRule
    /// The file, as its source is called.
    package let file: String
    /// Where in it.
    package let position: SourcePosition
    /// `Deployment shop/api`; empty where no object is meant.
    package let object: String
    /// One or two sentences.
    package let message: String

    /// How bad it is.
    package var severity: LintRule.Severity { rule.severity }
}
