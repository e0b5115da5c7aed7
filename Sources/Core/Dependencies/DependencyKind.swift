/// What kind of object a dependency waits for.
package enum DependencyKind: String, CaseIterable, Hashable, Sendable {
    case service
    case job

    /// The kind's name as Kubernetes writes it, for messages.
    package var displayName: String { grammar.displayName }

    /// The key of the annotation that lists dependencies of this kind.
    package var annotation: String { "\(AnnotationKey.prefix)for-\(rawValue)" }
}
