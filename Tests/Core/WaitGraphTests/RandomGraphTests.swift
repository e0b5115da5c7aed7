import CoreTestKit
import Dependencies
import Testing
import WaitGraph

/// Small random graphs, judged once more by trying every set of workloads.
struct RandomGraphTests {
    /// A graph as plain lists: who waits for how many pods of which Service, and who is behind it.
    private struct Plain {
        var pods: [Int] = []
        var started: [Int] = []
        var waits: [[(service: Int, minimum: Int?)]] = []
        var backers: [Set<Int>] = []

        init(_ choices: inout SeededGenerator) {
            let count = 1 + choices.index(below: 5)
            for _ in 0..<3 { backers.append(Set((0..<count).filter { _ in choices.once(in: 3) })) }
            for _ in 0..<count {
                pods.append(choices.index(below: 4))
                started.append(choices.once(in: 4) ? choices.index(below: 3) : 0)
                waits.append(
                    (0..<choices.index(below: 3)).map { _ in
                        (choices.index(below: 3), choices.once(in: 5) ? nil : 1 + choices.index(below: 3))
                    })
            }
        }

        var graph: WaitGraph {
            get throws {
                var graph = WaitGraph()
                for service in backers.indices {
                    graph.set(ServiceNode("n", "s\(service)", selector: ["s\(service)": "yes", "all": "yes"]))
                }
                for workload in pods.indices {
                    var labels = ["all": "yes"]
                    for service in backers.indices where backers[service].contains(workload) {
                        labels["s\(service)"] = "yes"
                    }
                    graph.set(
                        WorkloadNode(
                            reference(workload), podLabels: labels, pods: pods[workload],
                            startedPods: started[workload],
                            waits: try waits[workload].map {
                                let minimum = $0.minimum.map(String.init) ?? "all"
                                return try Dependency(canonical: "service/n/s\($0.service) min=\(minimum)")
                            }))
                }
                return graph
            }
        }

        func reference(_ workload: Int) -> WorkloadReference { WorkloadReference(.deployment, "n", "w\(workload)") }

        func total(_ workload: Int) -> Int { max(pods[workload], started[workload]) }

        /// Whether the wait stays open though everything outside `stuck` has started.
        func isOpen(_ wait: (service: Int, minimum: Int?), if stuck: Set<Int>) -> Bool {
            let present = backers[wait.service].filter { total($0) > 0 }
            guard let minimum = wait.minimum else { return present.contains(where: stuck.contains) }
            let there = present.reduce(0) { $0 + (stuck.contains($1) ? started[$1] : total($1)) }
            return there < min(minimum, present.reduce(0) { $0 + total($1) })
        }

        /// The largest set in which everybody waits for something that the set itself keeps from coming true.
        var stuck: Set<Int> {
            (0..<(1 << pods.count)).map { bits in Set(pods.indices.filter { bits >> $0 & 1 == 1 }) }
                .filter { set in set.allSatisfy { waits[$0].contains { isOpen($0, if: set) } } }
                .reduce(into: []) { $0.formUnion($1) }
        }
    }

    @Test func agreesWithTryingEverySet() throws {
        var found = 0
        for seed in 0..<1_000 {
            var choices = SeededGenerator(seed: UInt64(seed))
            let plain = Plain(&choices)
            let graph = try plain.graph
            let stuck = plain.stuck
            for workload in plain.pods.indices {
                switch graph.answer(for: plain.reference(workload)) {
                case .none: #expect(!stuck.contains(workload), "seed \(seed), workload \(workload)")
                case .notKnown: Issue.record("seed \(seed): not known")
                case .circle(let circle):
                    found += 1
                    #expect(stuck.contains(workload), "seed \(seed), workload \(workload)")
                    #expect(isReal(circle, plain, stuck), "seed \(seed): \(circle)")
                }
            }
        }
        #expect(found > 500)
    }

    /// Each workload of it is stuck, and waits for a Service that the next one is behind.
    private func isReal(_ circle: Circle, _ plain: Plain, _ stuck: Set<Int>) -> Bool {
        let places = circle.workloads.compactMap { workload in
            plain.pods.indices.first { plain.reference($0) == workload }
        }
        guard places.count == circle.steps.count, Set(places).count == places.count else { return false }
        return places.indices.allSatisfy { index in
            let next = places[(index + 1) % places.count]
            return stuck.contains(places[index])
                && plain.waits[places[index]].contains { wait in
                    circle.steps[index].need == "Service n/s\(wait.service)" && plain.isOpen(wait, if: stuck)
                        && plain.backers[wait.service].contains(next)
                }
        }
    }
}
