import Dependencies

/// Which EndpointSlices of a Service serve the port that a dependency asks for.
///
/// A number is the Service's own if it declares it: the slices then carry that port's name, whatever the number on the
/// pods is. One that it does not declare is looked for among the numbers on the endpoints. A name is the same in both.
struct PortFilter {
    private let port: PortReference?
    /// The names under which slices carry the port; nil when the number itself is to be found.
    private let names: [String]?
    private let isDeclared: Bool

    /// A filter for a Service; without a port every slice counts.
    init(_ port: PortReference?, of service: ServiceRecord) {
        self.port = port
        switch port {
        case nil:
            names = nil
            isDeclared = false
        case .name(let name):
            names = [name]
            isDeclared = service.ports.contains { $0.name == name }
        case .number(let number):
            let matching = service.ports.filter { $0.number == number }.map(\.name)
            names = matching.isEmpty ? nil : matching
            isDeclared = !matching.isEmpty
        }
    }

    /// Whether the endpoints of a slice count.
    func accepts(_ slice: EndpointSliceRecord) -> Bool {
        guard let port else { return true }
        if let names { return slice.ports.contains { names.contains($0.name) } }
        // A slice's port without a number stands for every port.
        return slice.ports.contains { $0.number == nil || port == $0.number.map(PortReference.number) }
    }

    /// What follows the count of endpoints: empty, or the port.
    var suffix: String { port.map { " on port \($0)" } ?? "" }

    /// Why no slice was accepted. Which ports the Service does declare is not told: it may be in another namespace.
    var notServed: String {
        let hint =
            isDeclared ? "though the Service declares it" : "which the Service does not declare; see its spec.ports"
        return "no endpoint serves port \(port.map(\.description) ?? ""), \(hint)"
    }
}
