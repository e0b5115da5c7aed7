extension PresentContainer {
    /// Whether this container does what `wanted` does, so that there is nothing to put right.
    ///
    /// What we set must be there; what others may add is not looked at.
    func isEquivalent(to wanted: InjectedContainer) -> Bool {
        !isOtherwise
            && arguments == wanted.arguments
            && hasSameImage(as: wanted)
            && hasSamePullPolicy(as: wanted)
            && hasSameEnvironment(as: wanted)
            && hasSameResources(as: wanted)
            && wanted.mounts.allSatisfy(mounts.contains)
            && terminationMessagePath ?? InjectedContainer.terminationMessagePath
                == InjectedContainer.terminationMessagePath
            && terminationMessagePolicy == InjectedContainer.terminationMessagePolicy
            && isRestricted(as: wanted.security.runAsUser)
    }

    /// The pull policy to keep in a replacement: AlwaysPullImages has no further chance to set it after us, and refuses
    /// a pod that has any other.
    var imposedPullPolicy: String? {
        pullPolicy == AdmissionSettings.PullPolicy.always.rawValue ? pullPolicy : nil
    }

    /// The registry and repository may be another: clusters that must not reach the internet have webhooks that put a
    /// mirror's name in front of every image, and undoing that would leave an image that cannot be pulled.
    private func hasSameImage(as wanted: InjectedContainer) -> Bool {
        image == wanted.image || Self.lastComponent(of: image) == Self.lastComponent(of: wanted.image)
    }

    private static func lastComponent(of image: String) -> Substring {
        guard let slash = image.lastIndex(of: "/") else { return image[...] }
        return image[image.index(after: slash)...]
    }

    private func hasSamePullPolicy(as wanted: InjectedContainer) -> Bool {
        wanted.pullPolicy == nil || pullPolicy == wanted.pullPolicy || imposedPullPolicy != nil
    }

    private func hasSameEnvironment(as wanted: InjectedContainer) -> Bool {
        !hasRepeatedVariable
            && environment.count == wanted.environment.variables.count
            && wanted.environment.variables.allSatisfy { name, source in environment[name] == .some(.some(source)) }
    }

    /// LimitRanger may have added other resources, such as ephemeral-storage.
    private func hasSameResources(as wanted: InjectedContainer) -> Bool {
        guard let resources = wanted.resources else { return requests.isEmpty && limits.isEmpty }
        return [requests, limits].allSatisfy { side in
            Self.isSameQuantity(side["cpu"], resources.cpu) && Self.isSameQuantity(side["memory"], resources.memory)
        }
    }

    private static func isSameQuantity(_ present: String?, _ wanted: String) -> Bool {
        guard let present else { return false }
        guard let left = Quantity(present), let right = Quantity(wanted) else { return present == wanted }
        return left == right
    }

    /// A user that the cluster chose is as good as none, where we set none.
    private func isRestricted(as user: Int?) -> Bool {
        securityContext.allowsEscalation == false
            && securityContext.isPrivileged != true
            && securityContext.isRootReadOnly == true
            && securityContext.isNonRoot == true
            && (user.map { securityContext.user == $0 } ?? (securityContext.user != 0))
            && securityContext.dropped.contains("ALL")
            && securityContext.added.isEmpty
            && securityContext.seccompProfile == "RuntimeDefault"
    }
}
