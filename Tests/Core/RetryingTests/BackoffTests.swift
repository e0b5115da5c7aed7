import Retrying
import Testing

@Suite struct BackoffTests {
    /// Gives always the same number: the least, or the greatest.
    private struct Constant: RandomNumberGenerator {
        let number: UInt64

        func next() -> UInt64 { number }
    }

    private static func waits(_ jitter: Backoff.Jitter, number: UInt64) -> [Duration] {
        var backoff = Backoff(from: .seconds(1), to: .seconds(10), jitter: jitter)
        var generator = Constant(number: number)
        return (0..<6).map { _ in backoff.next(using: &generator) }
    }

    @Test func fullJitterBeginsAtItsLeast() {
        #expect(
            Self.waits(.full(atLeast: .milliseconds(50)), number: 0)
                == Array(repeating: .milliseconds(50), count: 6))
    }

    @Test func theUpperHalfBeginsAtHalfTheBound() {
        #expect(Self.waits(.upperHalf, number: 0) == [0.5, 1, 2, 4, 5, 5].map { Duration.seconds($0) })
    }

    @Test(arguments: [Backoff.Jitter.full(atLeast: .milliseconds(50)), .upperHalf])
    func noWaitIsLongerThanItsBound(jitter: Backoff.Jitter) {
        for (wait, bound) in zip(Self.waits(jitter, number: .max), [1, 2, 4, 8, 10, 10]) {
            #expect(wait <= .seconds(bound) && wait > .seconds(bound) - .milliseconds(1))
        }
    }

    @Test func beginsAgainAfterAReset() {
        var backoff = Backoff(from: .seconds(1), to: .seconds(10), jitter: .upperHalf)
        var generator = Constant(number: 0)
        for _ in 0..<100 { _ = backoff.next(using: &generator) }
        #expect(backoff.failures == 100)
        backoff.reset()
        #expect(backoff.failures == 0 && backoff.next(using: &generator) == .milliseconds(500))
    }

    @Test func splitMixIsThatOfThePaper() {
        // The numbers of Vigna's splitmix64.c for this seed.
        var generator = SplitMix64(seed: 1_234_567)
        #expect(
            (0..<3).map { _ in generator.next() }
                == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423])
    }
}
