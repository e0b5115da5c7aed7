/// Which of some numbered things lead to each other: the strongly connected components of a graph, by R. E. Tarjan's
/// algorithm, without recursion.
struct Knots {
    private let ways: [[Int]]
    private var knots: [Int]
    private var sizes: [Int] = []

    /// What can be reached from each of the things 0, 1, 2, ... in one step.
    init(_ ways: [[Int]]) {
        self.ways = ways
        knots = Array(repeating: -1, count: ways.count)
        tie()
    }

    /// Whether a thing leads to itself.
    func isInCircle(_ thing: Int) -> Bool { sizes[knots[thing]] > 1 || ways[thing].contains(thing) }

    /// Whether two things lead to each other, or are one.
    func areTied(_ one: Int, _ other: Int) -> Bool { knots[one] == knots[other] }

    private mutating func tie() {
        var order = Array(repeating: -1, count: ways.count)
        var lowest = order
        var open: [Int] = []
        var count = 0
        for start in ways.indices where order[start] < 0 {
            var path = [(thing: start, next: 0)]
            while let (thing, next) = path.last {
                if next == 0 {
                    (order[thing], lowest[thing]) = (count, count)
                    count += 1
                    open.append(thing)
                }
                guard next < ways[thing].count else {
                    path.removeLast()
                    if let before = path.last?.thing { lowest[before] = min(lowest[before], lowest[thing]) }
                    if lowest[thing] == order[thing] { close(at: thing, &open) }
                    continue
                }
                path[path.count - 1].next += 1
                let other = ways[thing][next]
                if order[other] < 0 {
                    path.append((other, 0))
                } else if knots[other] < 0 {
                    lowest[thing] = min(lowest[thing], order[other])
                }
            }
        }
    }

    /// Everything that was come upon since `first`, and is in no knot yet, is in one with it.
    private mutating func close(at first: Int, _ open: inout [Int]) {
        var size = 0
        while let thing = open.popLast() {
            knots[thing] = sizes.count
            size += 1
            if thing == first { break }
        }
        sizes.append(size)
    }
}
