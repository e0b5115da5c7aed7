/// What the name of a kind stands for.
package enum Resolution: Hashable, Sendable {
    /// This kind, which can be listed and watched.
    case found(ResourceType)
    /// The API server serves nothing of that name; a CustomResourceDefinition may yet bring it.
    case notFound
    /// It cannot be told, or it cannot be watched; one sentence says why.
    case failed(String)
}
