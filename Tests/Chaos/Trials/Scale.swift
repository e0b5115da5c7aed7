/// How much load a trial has, and how patient it is.
struct Scale: Sendable {
    /// At how many gates pods wait at any time.
    let gates: Int
    /// How many pods wait at each.
    let podsPerGate: Int
    /// How many gates were open before the fault and are closed during it.
    let decoys: Int
    /// How many real init containers wait beside the others.
    let realPods: Int
    /// How many admissions are due each second.
    let admissionsPerSecond: Int
    /// How many connections stay that say nothing.
    let idleConnections: Int
    /// How often another authority signs, where that is what happens.
    let promotions: Int
    /// How often a gate is opened, and the pods that it releases replaced.
    let beat: Duration
    /// How many beats there are before the fault, and again after it.
    let calmBeats: Int
    /// How long the first release after the fault, and then the last, may take.
    let patience: Duration

    /// What the table is made with.
    static let full = Scale(
        gates: 20, podsPerGate: 20, decoys: 10, realPods: 3, admissionsPerSecond: 100, idleConnections: 10_000,
        promotions: 6,
        beat: .milliseconds(500),
        calmBeats: 6, patience: .seconds(120))
    /// What CI can afford.
    static let short = Scale(
        gates: 8, podsPerGate: 5, decoys: 4, realPods: 1, admissionsPerSecond: 40, idleConnections: 2_000,
        promotions: 2,
        beat: .milliseconds(200),
        calmBeats: 3, patience: .seconds(60))
}
