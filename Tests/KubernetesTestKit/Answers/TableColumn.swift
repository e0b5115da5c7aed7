/// One column of a table.
struct TableColumn: Sendable {
    /// The heading; kubectl prints it in capitals.
    let name: String
    /// The OpenAPI type of its cells.
    var type = "string"
    /// Whether only `-o wide` shows it.
    var isWide = false
    /// The cell of an object; `now` is seconds since 1970.
    let cell: @Sendable (_ object: JSONValue, _ now: Int) -> JSONValue

    /// A column that shows a field, or `missing` where there is none.
    static func field(
        _ name: String, type: String = "string", isWide: Bool = false, missing: JSONValue = "<none>",
        _ path: String...
    ) -> TableColumn {
        TableColumn(name: name, type: type, isWide: isWide) { object, _ in object.at(path) ?? missing }
    }

    /// A column made by a function of the object.
    static func made(
        _ name: String, isWide: Bool = false, _ make: @escaping @Sendable (JSONValue) -> String
    ) -> TableColumn {
        TableColumn(name: name, isWide: isWide) { object, _ in .string(make(object)) }
    }

    /// The object's name.
    static let name = field("Name", "metadata", "name")

    /// How long ago the object was created.
    static let age = TableColumn(name: "Age") { object, now in
        .string(Duration.since(object.at("metadata", "creationTimestamp")?.string, now))
    }

    /// Spans of time as kubectl prints them (`duration.HumanDuration`).
    enum Duration {
        /// The time since an RFC 3339 text, or `<unknown>`.
        static func since(_ text: String?, _ now: Int) -> String {
            guard let start = text.flatMap(RFC3339.seconds) else { return "<unknown>" }
            return human(now &- start)
        }

        /// `90s`, `5m30s`, `12m`, `3h5m`, `7h`, `2d1h`, `9d`.
        static func human(_ seconds: Int) -> String {
            switch seconds {
            case ..<0: return "0s"
            case ..<120: return "\(seconds)s"
            case ..<600: return pair(seconds / 60, "m", seconds % 60, "s")
            case ..<10800: return "\(seconds / 60)m"
            case ..<28800: return pair(seconds / 3600, "h", seconds / 60 % 60, "m")
            case ..<172_800: return "\(seconds / 3600)h"
            case ..<691_200: return pair(seconds / 86400, "d", seconds / 3600 % 24, "h")
            default: return "\(seconds / 86400)d"
            }
        }

        private static func pair(_ large: Int, _ unit: String, _ small: Int, _ smaller: String) -> String {
            small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smaller)"
        }
    }
}
