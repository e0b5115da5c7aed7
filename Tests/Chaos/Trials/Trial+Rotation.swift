import EndToEndTestKit
import KubernetesTestKit

extension Trial {
    /// What happens to certificates by itself, much faster than it is meant to.
    static let rotationTrials = [
        Trial(
            name: "rotation", summary: "a new serving certificate every other second, and every ten another authority",
            duration: .seconds(60), shortDuration: .zero,
            serverOptions: ["--leaf-lifetime", "2s", "--promote-after", "10s", "--authority-lifetime", "40s"],
            isSelfManaged: true,
            begin: { site in
                // The pods at the decoys have been injected already, and do not ask before their authority is another.
                try await site.waitForPromotions(1)
            },
            course: { site in
                let promotions = try await site.waitForPromotions(site.scale.promotions)
                say("rotation: \(promotions) promotions of an authority, \(site.renewals) serving certificates")
            }, end: { _ in },
            check: { counts in
                // The server never ends a stream here: whoever has to ask again was not served.
                guard counts.brokenWaits > 0 else { return nil }
                return "\(counts.brokenWaits) connections of waiting pods failed: \(counts.firstBroken)"
            })
    ]
}
