package import Dependencies

/// Whether a CustomResourceDefinition can be used
/// (kubernetes.io/docs/concepts/extend-kubernetes/api-extension/custom-resources).
package enum CustomResourceDefinitionRule {
    /// Judges a definition: Established is True, NamesAccepted is not False, and the version asked for is served.
    package static func judge(
        _ dependency: Dependency, definition: CustomResourceDefinitionRecord?, context: JudgementContext
    ) -> Judgement {
        guard !dependency.isJudgedAsResource else { return Selection.notJudged(dependency) }
        return Selection.judge(dependency, definition.map { [$0] } ?? [], context) { definition, name in
            guard !definition.areNamesRefused else {
                let message = "\(name): its names are not accepted, as another definition has one of them"
                return Judgement(Verdict(.stalled, .namesNotAccepted, message))
            }
            guard definition.isEstablished else {
                return Judgement(Verdict(.waiting, .notEstablished, "\(name) is not established yet"))
            }
            guard let version = dependency.options.version else {
                return Judgement(Verdict(.ready, .established, "\(name) is established"))
            }
            guard definition.servedVersions.contains(version) else {
                let message = "\(name) is established, but does not serve version \(version)"
                return Judgement(Verdict(.waiting, .versionNotServed, message))
            }
            return Judgement(Verdict(.ready, .established, "\(name) is established and serves version \(version)"))
        }
    }
}
