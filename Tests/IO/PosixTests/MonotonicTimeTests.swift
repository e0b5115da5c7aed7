import Posix
import Testing

@Suite("MonotonicTime")
struct MonotonicTimeTests {
    @Test("adding stays within the representable range")
    func clamped() {
        let moment = MonotonicTime(nanoseconds: 5)
        #expect(moment.adding(.milliseconds(3)).nanoseconds == 3_000_005)
        #expect(moment.adding(.seconds(Int64.max)) == .distantFuture)
        #expect(moment.adding(.seconds(Int64.min)).nanoseconds == .min + 5)
        #expect(MonotonicTime.distantFuture.adding(.nanoseconds(1)) == .distantFuture)
        #expect(moment.adding(.seconds(2)).since(moment) == .seconds(2))
    }

    @Test("the clock never goes back")
    func monotonic() {
        let first = MonotonicTime.now()
        #expect(MonotonicTime.now() >= first)
    }
}
