/// Things in the order in which they came. What no longer counts stays in until it comes to the front, or is swept out.
struct EventQueue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    /// How many there are, with those that no longer count.
    var count: Int { elements.count - head }

    /// Adds one at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the first one out.
    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        let element = elements[head]
        head += 1
        if head > 32, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return element
    }

    /// Sweeps out whatever does not count.
    mutating func keep(where counts: (Element) -> Bool) {
        elements = elements[head...].filter(counts)
        head = 0
    }
}
