/// A column that a CustomResourceDefinition asks for
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns).
struct PrinterColumn: Sendable {
    /// One step of its path.
    private enum Step: Sendable {
        case key(String)
        /// `[?(@.type=="Ready")]`: the first element with that member.
        case element(key: String, value: String)
    }

    private let definition: JSONValue
    private let steps: [Step]

    /// A column as `additionalPrinterColumns` has it. Paths are plain but for filters that compare one member with a text.
    init(_ definition: JSONValue) {
        self.definition = definition
        steps = Self.steps(of: definition["jsonPath"]?.string ?? "")
    }

    /// It as a column of a table. Moments are shown as the time since.
    var column: TableColumn {
        let isMoment = definition["type"] == "date"
        return TableColumn(
            name: definition["name"]?.string ?? "", type: definition["type"]?.string ?? "string",
            isWide: (definition["priority"]?.integer ?? 0) > 0
        ) { object, now in
            guard let value = value(in: object) else { return .null }
            return isMoment ? .string(TableColumn.Duration.since(value.string, now)) : value
        }
    }

    private func value(in object: JSONValue) -> JSONValue? {
        var value: JSONValue? = object
        for step in steps {
            switch step {
            case .key(let key): value = value?[key]
            case .element(let key, let wanted): value = value?.array?.first { $0[key]?.string == wanted }
            }
        }
        return value
    }

    private static func steps(of path: String) -> [Step] {
        var steps: [Step] = []
        var rest = path[...]
        while !rest.isEmpty {
            if rest.hasPrefix("[?(@."), let end = rest.firstIndex(of: "]") {
                let parts = rest[..<end].dropFirst("[?(@.".count).split(separator: "==")
                guard parts.count == 2 else { return steps }
                steps.append(.element(key: String(parts[0]), value: parts[1].filter { !"\"')".contains($0) }))
                rest = rest[end...].dropFirst()
            } else {
                let key = rest.drop { $0 == "." }.prefix { $0 != "." && $0 != "[" }
                guard !key.isEmpty else { return steps }
                steps.append(.key(String(key)))
                rest = rest[key.endIndex...]
            }
        }
        return steps
    }
}
