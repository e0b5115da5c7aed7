package import Dependencies
package import Manifests
package import WaitGraph

/// What a workload's settings say that it talks to, and does not wait for yet.
package struct Suggestion: Sendable {
    /// One Service.
    package struct Item: Sendable {
        /// It as a dependency.
        package let dependency: Dependency
        /// How it is written in the workload's `wait.k8s/for-service`.
        package let text: String
        /// `DATABASE_URL of container api`.
        package let reason: String
        /// Where that is said.
        package let file: String
        /// Where in that file.
        package let position: SourcePosition
        /// The circle that waiting for it would close, so that it is not proposed; nil for none.
        package let circle: String?
    }

    /// `Deployment shop/api`.
    package let object: String
    /// Which workload that is.
    package let workload: WorkloadReference
    /// The file that it stands in.
    package let file: String
    /// Where in that file.
    package let position: SourcePosition
    /// The Services, in the order in which they are named.
    package let items: [Item]

    /// The items that are proposed.
    package var proposed: [Item] { items.filter { $0.circle == nil } }
}
