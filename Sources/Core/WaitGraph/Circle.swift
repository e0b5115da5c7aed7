/// Workloads that wait for each other, so that none of them ever starts.
package struct Circle: Hashable, Sendable, CustomStringConvertible {
    /// One workload of the circle with what it waits for that leads on to the next.
    package struct Step: Hashable, Sendable {
        /// The workload.
        package let workload: WorkloadReference
        /// What it waits for, as messages name it: `Service db/postgres`.
        package let need: String
        /// The need names the next workload itself.
        let needNamesNext: Bool
    }

    /// Once round, from a workload to the last one that leads back to it; one step for a workload that waits for itself.
    package let steps: [Step]

    /// A circle of at least one step.
    init(_ steps: [Step]) { self.steps = steps }

    /// The workloads in it, once each.
    package var workloads: [WorkloadReference] { steps.map(\.workload) }

    /// A workload waits for what only its own pods bring about.
    package var isSelfWait: Bool { steps.count == 1 }

    /// `shop/api → Service db/postgres → db/postgres → Service shop/api`.
    package var description: String { words.joined(separator: " → ") }

    /// The workloads and what they wait for, as they follow upon each other.
    var words: [String] {
        var words: [String] = []
        var isNamed = false
        for (index, step) in steps.enumerated() {
            // The first is where the reader stands, whatever led to it.
            if !isNamed || index == 0 { words.append(step.workload.description) }
            words.append(step.need)
            isNamed = step.needNamesNext
        }
        return words
    }

    /// The same circle, begun at the least of its workloads, so that equal circles are equal values.
    package var canonical: Circle {
        guard let least = steps.indices.min(by: { steps[$0].workload < steps[$1].workload }) else { return self }
        return Circle(Array(steps[least...] + steps[..<least]))
    }

    /// The same circle, begun at one of its workloads, whichever part of that it is; nil where it is not in it.
    package func begun(at workload: WorkloadReference) -> Circle? {
        guard let start = steps.firstIndex(where: { $0.workload.isPart(of: workload) }) else { return nil }
        return Circle(Array(steps[start...] + steps[..<start]))
    }
}
