import JSONText
import LoadTestKit

/// What came of one trial.
struct Row: Sendable {
    /// The trial's name.
    let fault: String
    /// How long the fault lasted.
    let lasted: Duration
    /// What was counted.
    let counts: Ledger.Counts
    /// From the end of the fault to the first release after it; nil when there was none.
    let recovery: Duration?

    /// How many pods wait that should have been released.
    var neverReleased: Int { max(0, counts.waiters - counts.released) }

    /// Whether nobody has lost anything.
    var isClean: Bool {
        counts.lost == 0 && counts.wronglyReleased == 0 && neverReleased == 0 && recovery != nil
    }

    /// How long 99 of 100 admissions took at most, in milliseconds.
    var admissionMilliseconds: Double { percentile(99, of: counts.admissionSeconds) * 1000 }

    /// The row as one JSON object.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("fault")
        writer.string(fault)
        let numbers = [
            ("seconds", decimal(lasted / .seconds(1))), ("admissions_sent", "\(counts.admissions)"),
            ("admissions_lost", "\(counts.lost)"), ("admission_p99_ms", decimal(admissionMilliseconds)),
            ("waiters", "\(counts.waiters)"), ("wrongly_released", "\(counts.wronglyReleased)"),
            ("never_released", "\(neverReleased)"),
            ("recovery_seconds", recovery.map { decimal($0 / .seconds(1)) } ?? "null"),
        ]
        for (key, number) in numbers {
            writer.key(key)
            writer.raw(number.utf8)
        }
        writer.endObject()
        return writer.bytes
    }
}

/// A number with two digits after the point at most.
func decimal(_ value: Double) -> String {
    let text = String((value * 100).rounded() / 100)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
