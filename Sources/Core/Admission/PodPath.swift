import JSONText

/// The places in a Pod where something of ours stands; every other object has its annotations in the same place.
enum PodPath {
    /// The init containers.
    static let initContainers = spec.appending("initContainers")
    /// The containers.
    static let containers = spec.appending("containers")
    /// The Secrets that images are pulled with.
    static let imagePullSecrets = spec.appending("imagePullSecrets")
    /// The labels.
    static let labels = metadata.appending("labels")
    /// The annotations.
    static let annotations = metadata.appending("annotations")

    private static let spec = JSONPointer.root.appending("spec")
    private static let metadata = JSONPointer.root.appending("metadata")
}
