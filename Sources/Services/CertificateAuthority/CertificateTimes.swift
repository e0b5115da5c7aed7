/// How long certificates live, in seconds.
package struct CertificateTimes: Hashable, Sendable {
    /// How long a serving certificate lives; renewed at two thirds of it.
    package var leafLifetime: Int
    /// How long an authority is valid from the moment at which it is to begin to sign.
    package var authorityLifetime: Int
    /// For how long an authority signs: after that its successor does.
    package var promoteAfter: Int

    /// A week, ten years, and two thirds of that.
    package init(
        leafLifetime: Int = 7 * 86_400, authorityLifetime: Int = 87_600 * 3_600, promoteAfter: Int = 58_400 * 3_600
    ) {
        self.leafLifetime = leafLifetime
        self.authorityLifetime = authorityLifetime
        self.promoteAfter = promoteAfter
    }

    /// What is wrong with them, as a sentence that names the options; nil for nothing.
    package var problem: String? {
        guard leafLifetime > 0 else { return "--leaf-lifetime must be more than 0." }
        guard promoteAfter >= leafLifetime else {
            return "--promote-after (\(promoteAfter) s) must be at least --leaf-lifetime (\(leafLifetime) s): "
                + "whoever signed a certificate that is in use must be trusted until it ends."
        }
        guard authorityLifetime >= promoteAfter &+ leafLifetime else {
            return "--authority-lifetime (\(authorityLifetime) s) must be at least --promote-after and --leaf-lifetime "
                + "together (\(promoteAfter &+ leafLifetime) s): an authority must outlive what it signs."
        }
        return nil
    }

    /// The same times as the pure part takes them.
    var schedule: RotationSchedule {
        RotationSchedule(
            leafLifetime: Int64(leafLifetime), authorityLifetime: Int64(authorityLifetime),
            promoteAfter: Int64(promoteAfter))
    }
}
