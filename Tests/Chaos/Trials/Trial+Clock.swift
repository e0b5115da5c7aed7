import EndToEndTestKit

extension Trial {
    /// What may happen to the server's wall clock.
    static let clockTrials = [
        jump("clock-forward", by: 3600, "the server's wall clock jumps an hour forward, and back"),
        jump("clock-back", by: -3600, "the server's wall clock jumps an hour back, and forward"),
    ]

    private static func jump(_ name: String, by seconds: Int, _ summary: String) -> Trial {
        Trial(
            name: name, summary: summary, duration: .seconds(30), shortDuration: .seconds(2), movesClock: true,
            begin: { try $0.clock.shift(by: seconds) }, end: { try $0.clock.shift(by: 0) })
    }
}
