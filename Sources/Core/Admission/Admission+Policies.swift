package import Policies

extension Admission {
    /// Why a policy cannot be put in force under these settings, though it has no mistakes of its own: empty where it can.
    ///
    /// What it asks must be allowed in every namespace that it is for, so that no pod is ever refused for its policy.
    package func mistakes(of policy: Policy) -> [PolicyMistake] {
        var mistakes: [PolicyMistake] = []
        if let image = policy.knobs.image, !wishes.isAllowed(image) {
            mistakes.append(PolicyMistake("spec.image", wishes.refusal(ofImage: image)))
        }
        for namespace in policy.namespacesToJudge {
            let refused = wishes.permission.mistakes(
                in: policy.dependencies(in: namespace), from: namespace)
            guard refused.isEmpty else {
                return mistakes
                    + refused.prefix(4).map {
                        PolicyMistake("spec.dependencies", Policy.withoutOpenNamespace($0))
                    }
            }
        }
        return mistakes
    }
}
