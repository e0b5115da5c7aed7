import Dependencies

/// What is decided by whether an object is there, whatever its kind: `exists`, `absent`, `optional`.
enum Presence {
    /// The judgement if presence alone decides; nil if the kind's rule has to.
    ///
    /// - Parameters:
    ///   - isThere: an object of that name, or one that the selector matches, is there and not being deleted.
    ///   - isBeingDeleted: one is there that has a deletionTimestamp.
    static func judge(_ dependency: Dependency, isThere: Bool, isBeingDeleted: Bool) -> Judgement? {
        let name = dependency.displayName
        if dependency.options.needsAbsence {
            guard !isThere else { return Judgement(Verdict(.waiting, .stillThere, "\(name) is still there")) }
            return Judgement(
                isBeingDeleted
                    ? Verdict(.waiting, .stillThere, "\(name) is being deleted, and still there")
                    : Verdict(.ready, .gone, "\(name) is not there"))
        }
        if isThere {
            return dependency.options.needsOnlyExistence ? Judgement(Verdict(.ready, .exists, "\(name) exists")) : nil
        }
        guard dependency.options.isOptional else { return nil }
        return Judgement(Verdict(.ready, .optional, "\(name) is not there, and optional"))
    }
}
