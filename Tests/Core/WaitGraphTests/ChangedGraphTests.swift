import CoreTestKit
import Dependencies
import Testing
import WaitGraph

/// Graphs that were changed again and again, against such as are made anew of the same.
struct ChangedGraphTests {
    /// What a graph is made of.
    private struct Plain {
        var workloads: [WorkloadReference: WorkloadNode] = [:]
        var services: [String: ServiceNode] = [:]

        var graph: WaitGraph {
            var graph = WaitGraph()
            for workload in workloads.values { graph.set(workload) }
            for service in services.values { graph.set(service) }
            return graph
        }
    }

    @Test("whatever came, changed and went, the circles are those of what is there", arguments: 0..<200)
    func changes(seed: UInt64) throws {
        var choices = SeededGenerator(seed: seed)
        var plain = Plain()
        var graph = WaitGraph()
        func labels() -> [String: String] {
            var labels: [String: String] = [:]
            for key in ["a", "b", "c"] where choices.once(in: 2) { labels[key] = choices.pick(["x", "y"]) }
            return labels
        }
        for _ in 0..<60 {
            let namespace = choices.pick(["n", "m"])
            let name = "o\(choices.index(below: 4))"
            switch choices.index(below: 6) {
            case 0, 1, 2:
                let waits = try (0..<choices.index(below: 3)).map { _ in
                    try Dependency(canonical: "service/\(choices.pick(["n", "m"]))/o\(choices.index(below: 4))")
                }
                let workload = WorkloadNode(
                    WorkloadReference(.deployment, namespace, name), podLabels: labels(), waits: waits)
                plain.workloads[workload.reference] = workload
                graph.set(workload)
            case 3:
                let reference = WorkloadReference(.deployment, namespace, name)
                plain.workloads[reference] = nil
                graph.remove(reference)
            case 4:
                let service = ServiceNode(namespace, name, selector: labels())
                plain.services["\(namespace)/\(name)"] = service
                graph.set(service)
            default:
                guard choices.once(in: 2) else { continue }
                plain.services["\(namespace)/\(name)"] = nil
                graph.removeService(namespace: namespace, name: name)
            }
            #expect(graph.circles(limit: 10_000) == plain.graph.circles(limit: 10_000))
            // As if one of them were other than it is.
            let supposed = WorkloadNode(
                WorkloadReference(.deployment, namespace, name), podLabels: labels(),
                waits: [try Dependency(canonical: "service/\(namespace)/o\(choices.index(below: 4))")])
            #expect(graph.answer(supposing: supposed) == plain.graph.answer(supposing: supposed))
            var replaced = plain
            replaced.workloads[supposed.reference] = supposed
            #expect(graph.answer(supposing: supposed) == replaced.graph.answer(for: supposed.reference))
        }
    }
}
