import KubernetesTestKit
import ServerTestKit
import Testing

extension World {
    /// A pod that has waited for Job `shop/migrate` until its time was over, of which the server had told it, and its
    /// container, which ended with this exit code.
    ///
    /// The time counts from the program's start: where it is over before the server could say anything, another pod has more.
    func timedOut(_ annotations: [String: String] = [:], exiting status: Int32) async throws -> (
        pod: JSONValue, container: ChildProcess
    ) {
        for timeout in ["1s", "10s", "25s"] {
            let question = ["wait.k8s/for-job": "migrate", "wait.k8s/timeout": timeout]
            let pod = try await create(Manifests.pod(question.merging(annotations) { $1 }))
            let container = try startInitContainer(of: pod)
            #expect(await container.exitStatus() == status, "\(container.lines)")
            if container.lines.contains(where: { $0.contains("Job shop/migrate ") }) { return (pod, container) }
        }
        throw ChildProcess.StartFailure(description: "no time was long enough for a word of the server")
    }
}
