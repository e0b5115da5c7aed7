import Readiness
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("the beginning", "1970-01-01T00:00:00Z", 0, 0),
        ("a Kubernetes time", "2026-11-21T05:39:48Z", 1_795_239_588, 0),
        ("microseconds", "2026-11-21T05:39:48.123456Z", 1_795_239_588, 123_456_000),
        ("more digits than nanoseconds", "1970-01-01T00:00:00.1234567899Z", 0, 123_456_789),
        ("east of Greenwich", "2026-11-21T07:39:48+02:00", 1_795_239_588, 0),
        ("west of Greenwich", "2026-11-20T23:09:48-06:30", 1_795_239_588, 0),
        ("a leap day", "2024-02-29T00:00:00Z", 1_709_164_800, 0),
        ("before the beginning", "1969-12-31T23:59:59Z", -1, 0),
        ("the last of RFC 3339", "9999-12-31T23:59:59Z", 253_402_300_799, 0),
        ("the first of RFC 3339", "0000-01-01T00:00:00Z", -62_167_219_200, 0),
        ("Go's zero time", "0001-01-01T00:00:00Z", -62_135_596_800, 0),
        ("small letters", "1970-01-01t00:00:01z", 1, 0),
    ])
    func parses(name: String, text: String, seconds: Int, nanoseconds: Int) {
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    }

    @Test(arguments: [
        "", "now", "2026-11-21", "2026-11-21T05:39:48", "2026-11-21 05:39:48Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+01", "2026-01-01T00:00:00Zx", "+026-01-01T00:00:00Z",
        "٢٠٢٦-01-01T00:00:00Z",
    ])
    func refuses(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test(arguments: [0, -1, 86_399, 86_400, 1_795_239_588, -62_167_219_200, 253_402_300_799, 951_782_400])
    func printsWhatItParses(seconds: Int) throws {
        let text = Timestamp(seconds: seconds).description.leftPadded(to: 20)
        #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds))
    }

    @Test func arithmeticStaysInItsBounds() {
        #expect(Timestamp(seconds: .max).adding(seconds: 1).seconds == .max)
        #expect(Timestamp(seconds: .min).adding(seconds: -1).seconds == .min)
        #expect(Timestamp(seconds: .max).seconds(since: Timestamp(seconds: -1)) == .max)
        #expect(Timestamp(seconds: .min).seconds(since: Timestamp(seconds: 1)) == .min)
        #expect(Timestamp(seconds: 10).seconds(since: Timestamp(seconds: 8, nanoseconds: 1)) == 1)
        #expect(!Timestamp(seconds: .min).description.isEmpty && !Timestamp(seconds: .max).description.isEmpty)
    }

    @Test func ordersByNanosecondsToo() {
        #expect(Timestamp(seconds: 1, nanoseconds: 1) > Timestamp(seconds: 1))
        #expect(Timestamp(seconds: 1, nanoseconds: 999_999_999) < Timestamp(seconds: 2))
    }
}

extension String {
    /// Years before 1000 print with fewer than four digits.
    fileprivate func leftPadded(to count: Int) -> String {
        String(repeating: "0", count: max(0, count - self.count)) + self
    }
}
