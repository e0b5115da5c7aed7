/// Prints rows to standard output: a table for people, or JSON lines.
struct Report: Sendable {
    private static let columns = [
        ("fault", 22), ("seconds", 9), ("sent", 8), ("lost", 6), ("p99 ms", 8), ("waiters", 9), ("wrongly", 9),
        ("never", 7), ("recovery s", 12),
    ]

    private let asJSON: Bool

    /// A report of one kind or the other.
    init(asJSON: Bool) {
        self.asJSON = asJSON
    }

    /// Prints the heads of the columns, if there are any.
    func begin() {
        if !asJSON { show(Self.columns.map(\.0)) }
    }

    /// Prints one row.
    func show(_ row: Row) {
        if asJSON { return write(row.json) }
        show([
            row.fault, decimal(row.lasted / .seconds(1)), "\(row.counts.admissions)", "\(row.counts.lost)",
            decimal(row.admissionMilliseconds), "\(row.counts.waiters)", "\(row.counts.wronglyReleased)",
            "\(row.neverReleased)", row.recovery.map { decimal($0 / .seconds(1)) } ?? "never",
        ])
    }

    private func show(_ cells: [String]) {
        var line = ""
        for (cell, (_, width)) in zip(cells, Self.columns) {
            let padding = String(repeating: " ", count: max(0, width - cell.count))
            line += line.isEmpty ? cell + padding : padding + cell
        }
        write(Array(line.utf8))
    }

    private func write(_ line: [UInt8]) { BlockingWrite.all(line + [UInt8(ascii: "\n")], to: 1) }
}
