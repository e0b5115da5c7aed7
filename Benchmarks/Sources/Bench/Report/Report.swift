/// Prints figures to standard output: a table for people, or JSON lines.
struct Report: Sendable {
    private let asJSON: Bool

    /// A report of one kind or the other.
    init(asJSON: Bool) {
        self.asJSON = asJSON
    }

    /// Prints one row.
    func show(_ figure: Figure) {
        if asJSON {
            print(String(decoding: figure.json, as: UTF8.self))
            return
        }
        var line = padded(figure.name, 22) + padded("\(decimal(figure.value)) \(figure.unit)", 24)
        if let reference = figure.reference {
            line += padded("\(figure.comparison ?? "reference"): \(decimal(reference))", 38)
        } else {
            line += padded("", 38)
        }
        line += padded(figure.ratio.map { "ratio \(decimal($0))" } ?? "", 16)
        if let goal = figure.goal { line += "\(goal): \(figure.met == true ? "met" : "MISSED")" }
        print(line)
    }

    private func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(2, width - text.count))
    }
}
