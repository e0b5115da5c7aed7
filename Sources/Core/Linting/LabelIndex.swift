/// Things of namespaces, found by their labels without a look at all of them.
struct LabelIndex: Sendable {
    private struct Key: Hashable {
        let namespace: String
        let label: String
        let value: String
    }

    private var positions: [Key: [Int]] = [:]
    private var labels: [Int: [String: String]] = [:]

    /// Nothing yet.
    init() {}

    /// Puts in the thing at a position.
    mutating func add(_ position: Int, _ namespace: String, _ labels: [String: String]) {
        self.labels[position] = labels
        for (label, value) in labels {
            positions[Key(namespace: namespace, label: label, value: value), default: []].append(position)
        }
    }

    /// The positions of what has all these labels, in the order in which they were put in; none for no labels.
    func positions(in namespace: String, having selector: [String: String]) -> [Int] {
        var fewest: [Int]?
        for (label, value) in selector {
            guard let found = positions[Key(namespace: namespace, label: label, value: value)] else { return [] }
            if found.count < fewest?.count ?? .max { fewest = found }
        }
        return (fewest ?? []).filter { position in
            selector.allSatisfy { labels[position]?[$0.key] == $0.value }
        }
    }
}
