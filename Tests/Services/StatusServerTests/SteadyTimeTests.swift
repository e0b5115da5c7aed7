import Testing

@testable import StatusServer

@Suite("SteadyTime")
struct SteadyTimeTests {
    private static let second: Int64 = 1_000_000_000
    private static let start: Int64 = 1_700_000_000 * second

    /// A clock that is read every second from boot time 100 on; each row is the wall clock's error at that second.
    private func times(_ errors: [Int64]) -> [Int64] {
        var time = SteadyTime()
        return errors.enumerated().map { index, error in
            let elapsed = Int64(index) * Self.second
            let now = time.now(
                wall: Self.start + elapsed + error * Self.second, steady: 100 * Self.second + elapsed)
            return (now - Self.start - elapsed) / Self.second
        }
    }

    @Test("small corrections are followed at once")
    func slews() {
        #expect(times([0, 1, 3, -1, -5, 0]) == [0, 1, 3, -1, -5, 0])
    }

    @Test("a jump and its end are not seen at all", arguments: [3600, -3600] as [Int64])
    func jumps(by error: Int64) {
        #expect(times([0, 0, error, error, error + 2, 0, 1]) == [0, 0, 0, 0, 0, 0, 1])
    }

    @Test("what the clock says for ten minutes is believed", arguments: [3600, -3600] as [Int64])
    func adopts(error: Int64) {
        let seen = times([0] + Array(repeating: error, count: 602))
        #expect(seen[600] == 0 && seen[601] == error && seen[602] == error)
    }

    @Test("a clock that goes on jumping is not believed")
    func restless() {
        let errors = (0..<2000).map { Int64($0 / 300 % 2 == 0 ? 3600 : 7200) }
        #expect(times([0] + errors).allSatisfy { $0 == 0 })
    }

    @Test("no reading of a clock can trap")
    func extremes() {
        var time = SteadyTime()
        for wall in [0, .max, .min, -1, .max] as [Int64] {
            for steady in [0, .max, .min] as [Int64] { _ = time.now(wall: wall, steady: steady) }
        }
    }
}
