package import Dependencies

/// Whether a ConfigMap or Secret is there (kubernetes.io/docs/concepts/configuration).
package enum ConfigurationRule {
    /// Judges a ConfigMap or Secret: it exists and, if one was asked for, has the key, whatever its value.
    package static func judge(
        _ dependency: Dependency, configuration: ConfigurationRecord?, context: JudgementContext
    ) -> Judgement {
        guard dependency.options.condition == nil else { return Selection.notJudged(dependency) }
        return Selection.judge(dependency, configuration.map { [$0] } ?? [], context) { configuration, name in
            guard let key = dependency.options.key else {
                return Judgement(Verdict(.ready, .exists, "\(name) exists"))
            }
            guard configuration.keys.contains(key) else {
                return Judgement(Verdict(.waiting, .keyMissing, "\(name) has no key \(key)"))
            }
            return Judgement(Verdict(.ready, .keyPresent, "\(name) has the key \(key)"))
        }
    }
}
