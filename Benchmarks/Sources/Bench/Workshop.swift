/// Where a benchmark finds what it measures, and puts what it makes.
struct Workshop: Sendable {
    /// The processor that what is measured has alone, where its CPU or its rate is the figure.
    static let serverCore = 0
    /// The processor of whoever asks it.
    static let clientCore = 1

    private let options: Options

    /// A workshop in the folders that the options name.
    init(_ options: Options) {
        self.options = options
    }

    /// The recorded review of a pod that is admitted: annotated, with other init containers.
    var reviewFile: String { "\(options.package)/Tests/Fixtures/reviews/010-create-pods-my-api-57b6f7c45f.json" }

    /// The recorded list of pods.
    var podsFile: String { "\(options.package)/Tests/Fixtures/lists/pods.json" }

    /// The product's clone.
    var package: String { options.package }

    /// A release binary of the product.
    func binary(_ name: String) -> String { "\(options.binaries)/\(name)" }

    /// A release binary of the benchmarks.
    func tool(_ name: String) -> String { "\(options.tools)/\(name)" }

    /// A file in the scratch folder.
    func scratch(_ name: String) -> String { "\(options.scratch)/\(name)" }
}
