import Posix
import Testing

@testable import WaitClient

@Suite struct ProbeSlotsTests {
    private static func at(_ seconds: Int64) -> MonotonicTime { MonotonicTime(nanoseconds: seconds * 1_000_000_000) }

    private static func slots(_ count: Int, atOnce: Int = 2) -> ProbeSlots {
        ProbeSlots(count: count, atOnce: atOnce, limit: .seconds(3))
    }

    private static func start(_ probe: Int, _ ticket: Int) -> ProbeSlots.Start {
        ProbeSlots.Start(probe: probe, ticket: ticket)
    }

    @Test func soManyAtOnceAndTheRestAsTheyEnd() {
        var slots = Self.slots(3)
        #expect(slots.begin(at: Self.at(0)) == [Self.start(0, 1), Self.start(1, 2)])
        #expect(slots.nextDeadline == Self.at(3))
        let (isAnswer, next) = slots.end(Self.start(1, 2), at: Self.at(1))
        #expect(isAnswer)
        #expect(next == [Self.start(2, 3)])
        #expect(slots.end(Self.start(0, 1), at: Self.at(2)).isAnswer)
        #expect(slots.nextDeadline == Self.at(4))
        #expect(slots.end(Self.start(2, 3), at: Self.at(2)).isAnswer)
        #expect(slots.nextDeadline == nil)
    }

    @Test func whatTakesTooLongMakesRoom() {
        var slots = Self.slots(2, atOnce: 1)
        _ = slots.begin(at: Self.at(0))
        #expect(slots.expire(at: Self.at(2)).late.isEmpty)
        let (late, next) = slots.expire(at: Self.at(3))
        #expect(late == [0])
        #expect(next == [Self.start(1, 2)])
        // Its answer comes after all, and is none any more.
        #expect(!slots.end(Self.start(0, 1), at: Self.at(4)).isAnswer)
        #expect(slots.end(Self.start(1, 2), at: Self.at(4)).isAnswer)
    }

    /// A thread that hangs in a look-up is not joined by another one, and what it finds is not for the next round.
    @Test func aThreadThatHangsIsWaitedFor() {
        var slots = Self.slots(1)
        _ = slots.begin(at: Self.at(0))
        #expect(slots.expire(at: Self.at(3)).late == [0])
        #expect(slots.begin(at: Self.at(4)).isEmpty)
        #expect(slots.nextDeadline == Self.at(7))
        let (isAnswer, next) = slots.end(Self.start(0, 1), at: Self.at(5))
        #expect(!isAnswer)
        #expect(next == [Self.start(0, 2)])
        #expect(slots.nextDeadline == Self.at(8))
        #expect(slots.end(Self.start(0, 2), at: Self.at(6)).isAnswer)
    }

    @Test func aThreadThatHangsForEverFailsEachRound() {
        var slots = Self.slots(1)
        _ = slots.begin(at: Self.at(0))
        for round in 1...5 as ClosedRange<Int64> {
            #expect(slots.expire(at: Self.at(10 * round)).late == [0])
            #expect(slots.begin(at: Self.at(10 * round)).isEmpty)
        }
    }

    @Test func anUnknownEndIsNone() {
        var slots = Self.slots(1)
        _ = slots.begin(at: Self.at(0))
        for start in [Self.start(0, 2), Self.start(1, 1), Self.start(-1, 1)] {
            #expect(!slots.end(start, at: Self.at(0)).isAnswer)
        }
        #expect(slots.end(Self.start(0, 1), at: Self.at(0)).isAnswer)
        #expect(!slots.end(Self.start(0, 1), at: Self.at(0)).isAnswer)
    }
}
