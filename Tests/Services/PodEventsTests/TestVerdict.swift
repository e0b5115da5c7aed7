import StatusAPI

@testable import PodEvents

/// What is known of a dependency, as a test says.
final class TestVerdict: SharedVerdict {
    let status: DependencyStatus

    init(_ status: DependencyStatus) { self.status = status }
}
