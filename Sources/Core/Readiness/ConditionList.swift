import JSONText

/// The conditions of an object of any kind, whatever its author made of `status.conditions`: what is not a list of objects
/// with types and statuses says nothing.
struct ConditionList: Hashable, Sendable {
    /// One condition.
    struct Condition: Hashable, Sendable {
        /// Its type, in lower case.
        let type: String
        /// Its status, in lower case.
        let status: String
        /// The generation that it is about, where it says a whole number.
        let observedGeneration: Int?
    }

    /// How a condition stands to what is wanted of it.
    enum Standing: Hashable, Sendable {
        /// There is none of that type.
        case missing
        /// It has another status.
        case notMet
        /// It has the status that is wanted.
        case met
    }

    private var conditions: [Condition] = []

    /// No conditions.
    init() {}

    /// Reads the value of `status.conditions`.
    init(reading reader: inout JSONReader) throws(JSONError) {
        guard try reader.peek() == .array else { return }
        try reader.beginArray()
        while try reader.nextElement() {
            guard try reader.peek() == .object else { continue }
            if let condition = try Self.condition(&reader) { conditions.append(condition) }
        }
    }

    /// There is none at all.
    var isEmpty: Bool { conditions.isEmpty }

    /// How the conditions of a type stand, case ignored: of several, which nobody should write, each must be as wanted.
    func standing(of type: String, wanted status: String) -> Standing {
        let found = conditions(of: type)
        if found.isEmpty { return .missing }
        let status = status.lowercased()
        return found.allSatisfy { $0.status == status } ? .met : .notMet
    }

    /// A condition of a type says that it is about an older spec than this generation.
    func isOutdated(_ type: String, generation: Int) -> Bool {
        conditions(of: type).contains { ($0.observedGeneration ?? generation) < generation }
    }

    private func conditions(of type: String) -> [Condition] {
        let type = type.lowercased()
        return conditions.filter { $0.type == type }
    }

    private static func condition(_ reader: inout JSONReader) throws(JSONError) -> Condition? {
        var (type, status) = ("", "")
        var observed: Int?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "type": type = try reader.readStringIfAny() ?? ""
            case "status": status = try reader.readStringIfAny() ?? ""
            case "observedGeneration": observed = try reader.readIntegerIfAny()
            default: break
            }
        }
        guard !type.isEmpty else { return nil }
        return Condition(type: type.lowercased(), status: status.lowercased(), observedGeneration: observed)
    }
}
