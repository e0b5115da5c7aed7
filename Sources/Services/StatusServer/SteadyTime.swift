/// The wall clock without its jumps.
///
/// Ages of objects are told by the wall clock, since their times come from other machines. When it jumps, one of the two
/// readings is wrong, and nobody knows which: time goes on as it did, and what the clock says now is believed once it has
/// said so for ten minutes. Nothing may be old enough for a pod because a clock was wrong for a moment.
///
/// Pure: both clocks are passed in, in nanoseconds.
struct SteadyTime: Sendable {
    /// How far the wall clock may be from where it should be and still be followed at once: NTP's own corrections.
    static let slack: Int64 = 5_000_000_000
    /// For how long a jump must have lasted to be believed.
    static let probation: Int64 = 600_000_000_000

    /// The wall clock's lead over the steady one that is believed.
    private var offset: Int64?
    /// Another lead, and since when the wall clock has had it.
    private var jump: (offset: Int64, since: Int64)?

    /// The time that it is.
    ///
    /// - Parameters:
    ///   - wall: the wall clock.
    ///   - steady: a clock that never jumps and does not stand still while the machine sleeps.
    mutating func now(wall: Int64, steady: Int64) -> Int64 {
        let lead = wall &- steady
        guard let offset else {
            self.offset = lead
            return wall
        }
        if Self.areClose(lead, offset) {
            jump = nil
            self.offset = lead
            return wall
        }
        if let jump, Self.areClose(lead, jump.offset) {
            guard steady &- jump.since >= Self.probation else { return steady &+ offset }
            self.jump = nil
            self.offset = lead
            return wall
        }
        jump = (lead, steady)
        return steady &+ offset
    }

    private static func areClose(_ one: Int64, _ other: Int64) -> Bool { (one &- other).magnitude <= slack.magnitude }
}
