/// What an authority of ours is; the raw value is a metric label, and names it in reports.
package enum AuthorityRole: String, CaseIterable, Sendable {
    /// It signs.
    case current
    /// It will sign next.
    case successor
    /// It signed before, and what it signed may still be in use.
    case previous
}
