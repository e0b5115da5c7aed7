package import Dependencies

/// What of an object's fields has to be looked at while the object is read, since no field is kept.
package struct ResourceRequirement: Hashable, Sendable {
    /// The fields that dependencies ask for.
    package private(set) var fields: Set<FieldRequirement>

    /// What these dependencies, which are about one object, ask for.
    package init(_ dependencies: some Sequence<Dependency>) {
        fields = Set(dependencies.compactMap(\.options.field))
    }

    /// What one dependency asks for.
    package init(_ dependency: Dependency) { self.init(CollectionOfOne(dependency)) }
}
