import JSONText

/// One measured row: the figure, the reference measured in the same run, and whether the goal was met.
struct Figure: Sendable {
    /// The row's name: the benchmark's, or one that begins with it.
    var name: String
    /// What was measured of ours.
    var value: Double
    /// The unit of `value` and `reference`.
    var unit: String
    /// The same measure of what ours is compared with.
    var reference: Double?
    /// What it is compared with.
    var comparison: String?
    /// What must be reached; nil for rows that only inform.
    var goal: Goal?

    /// `value` as a multiple of `reference`.
    var ratio: Double? {
        guard let reference, reference > 0 else { return nil }
        return value / reference
    }

    /// Whether the goal is met; nil without a goal.
    var met: Bool? { goal.map { $0.isMet(by: self) } }

    /// The row as one JSON object.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("name")
        writer.string(name)
        writer.key("value")
        writer.raw(decimal(value).utf8)
        writer.key("unit")
        writer.string(unit)
        writer.key("reference")
        if let reference { writer.raw(decimal(reference).utf8) } else { writer.null() }
        writer.key("ratio")
        if let ratio { writer.raw(decimal(ratio).utf8) } else { writer.null() }
        writer.key("goal")
        if let goal { writer.string(goal.description) } else { writer.null() }
        writer.key("met")
        if let met { writer.boolean(met) } else { writer.null() }
        writer.endObject()
        return writer.bytes
    }
}

/// A number with as many digits after the point as its size deserves: `12345`, `123.4`, `1.234`.
func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let scale: Double = abs(value) >= 1000 ? 1 : abs(value) >= 100 ? 10 : 1000
    let rounded = (value * scale).rounded() / scale
    let text = String(rounded)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
