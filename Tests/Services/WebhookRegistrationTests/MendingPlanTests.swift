import Testing

@testable import WebhookRegistration

/// When caBundle is patched: the clock in hand.
@Suite("When caBundle is mended") struct MendingPlanTests {
    private static let ours = Entries.authority(Entries.ours)
    private static let next = Entries.authority(Entries.next)
    private static let others = Entries.authority(Entries.others)

    private static func plan(wants pem: [UInt8] = ours, seed: UInt64 = 7) -> MendingPlan {
        var plan = MendingPlan(settings: RegistrationSettings(name: "k8s-wait", mends: true), seed: seed)
        plan.want(pem, now: .zero)
        return plan
    }

    /// Moves on until there is a patch; when that was. Nil when the plan rests.
    private static func moment(_ plan: inout MendingPlan, from start: Duration) -> Duration? {
        var now = start
        while true {
            switch plan.next(now: now) {
            case .rest: return nil
            case .wait(let duration): now += duration
            case .patch: return now
            }
        }
    }

    @Test func nothingIsDoneBeforeBothAreKnown() throws {
        var plan = MendingPlan(settings: RegistrationSettings(name: "k8s-wait", mends: true), seed: 1)
        #expect(plan.next(now: .zero) == .rest)
        plan.observe(try Entries.document([Self.others]), now: .zero)
        #expect(plan.next(now: .seconds(100)) == .rest && plan.differing == 0)
        plan.want([], now: .seconds(100))
        #expect(plan.next(now: .seconds(200)) == .rest)
        plan.want(Self.ours, now: .seconds(200))
        #expect(plan.differing == 1)
        #expect(Self.moment(&plan, from: .seconds(200)) != nil)
    }

    @Test(arguments: 1...20) func aLackIsMendedSoonAndAtOddMoments(seed: UInt64) throws {
        var plan = Self.plan(seed: seed)
        plan.observe(try Entries.document([Self.others]), now: .seconds(50))
        let moment = try #require(Self.moment(&plan, from: .seconds(50)))
        #expect((.milliseconds(50_025) ... .milliseconds(50_500)).contains(moment))
    }

    @Test(arguments: 1...20) func anExcessIsLeftAloneForAWhile(seed: UInt64) throws {
        var plan = Self.plan(seed: seed)
        plan.observe(try Entries.document([Self.ours + Self.others]), now: .zero)
        #expect(plan.differing == 1)
        let moment = try #require(Self.moment(&plan, from: .zero))
        #expect((.seconds(60) ... .seconds(120)).contains(moment))
    }

    @Test func aLackInterruptsThePatienceWithAnExcess() throws {
        var plan = Self.plan()
        plan.observe(try Entries.document([Self.ours + Self.others]), now: .zero)
        plan.observe(try Entries.document([Self.ours + Self.others, nil]), now: .seconds(1))
        #expect(try #require(Self.moment(&plan, from: .seconds(1))) <= .milliseconds(1_500))
    }

    @Test func whatAnotherReplicaHasMendedIsNotMendedAgain() throws {
        var plan = Self.plan()
        plan.observe(try Entries.document([Self.others]), now: .zero)
        plan.observe(try Entries.document([Self.ours]), now: .milliseconds(1))
        #expect(plan.next(now: .seconds(10)) == .rest && plan.differing == 0)
    }

    @Test func aConfigurationThatIsGoneIsNotPatched() throws {
        var plan = Self.plan()
        plan.observe(try Entries.document([Self.others]), now: .zero)
        plan.observe(nil, now: .milliseconds(1))
        #expect(plan.next(now: .seconds(10)) == .rest)
        plan.observe(try Entries.document([Self.others]), now: .seconds(10))
        #expect(Self.moment(&plan, from: .seconds(10)) != nil)
    }

    @Test func aPatchIsGivenOutOnceAndAgainAfterItHasFailed() throws {
        var plan = Self.plan()
        plan.observe(try Entries.document([Self.others]), now: .zero)
        let first = try #require(Self.moment(&plan, from: .zero))
        #expect(plan.next(now: first + .seconds(100)) == .rest, "its end has not been told")
        plan.noteFailure(pause: nil, now: first)
        let second = try #require(Self.moment(&plan, from: first))
        #expect(second > first && second <= first + .seconds(1))
        plan.noteFailure(pause: .seconds(45), now: second)
        #expect(try #require(Self.moment(&plan, from: second)) >= second + .seconds(45), "as the API server asks")
    }

    /// An API server that is away for hours is not asked more often than every half minute, and is asked at once when
    /// the watch says that it is back.
    @Test func anOutageIsOutlived() throws {
        var plan = Self.plan()
        var now = Duration.zero
        var tries = 0
        plan.observe(try Entries.document([Self.others]), now: now)
        while let moment = Self.moment(&plan, from: now), moment < .seconds(7200) {
            now = moment
            tries += 1
            plan.noteFailure(pause: nil, now: now)
        }
        #expect((240...2000).contains(tries))
        plan.noteRecovery(now: now)
        #expect(try #require(Self.moment(&plan, from: now)) <= now + .milliseconds(500))
    }

    /// Somebody writes something else each time.
    @Test func whoFightsIsFoughtSlowly() throws {
        var plan = Self.plan()
        var now = Duration.zero
        var mended = 0
        while now < .seconds(3600) {
            plan.observe(try Entries.document([Self.others]), now: now)
            now = try #require(Self.moment(&plan, from: now))
            plan.observe(try Entries.document([Self.ours]), now: now)
            plan.noteSuccess(now: now)
            mended += 1
            now += .milliseconds(10)
        }
        #expect((120...1000).contains(mended))
        // After a time of calm it is mended as fast as ever.
        now += .seconds(300)
        plan.observe(try Entries.document([Self.others]), now: now)
        #expect(try #require(Self.moment(&plan, from: now)) <= now + .milliseconds(500))
    }

    /// Two replicas, one of which has not heard of the rotation: the one behind leaves alone what the other has added.
    @Test func aReplicaThatIsBehindDoesNotUndoARotation() throws {
        let (old, new) = (Self.ours + Self.next, Self.ours + Self.next + Self.others)
        var behind = Self.plan(wants: old)
        var ahead = Self.plan(wants: new)
        for document in [try Entries.document([old]), try Entries.document([new])] {
            behind.observe(document, now: .seconds(1))
            ahead.observe(document, now: .seconds(1))
        }
        #expect(ahead.next(now: .seconds(1)) == .rest)
        guard case .wait(let duration) = behind.next(now: .seconds(1)) else {
            Issue.record("it undoes it, or has not seen it")
            return
        }
        #expect(duration >= .seconds(60))
        behind.want(new, now: .seconds(2))
        #expect(behind.next(now: .seconds(200)) == .rest)
    }

    @Test func aNewAuthorityIsPublishedSoon() throws {
        var plan = Self.plan()
        plan.observe(try Entries.document([Self.ours]), now: .zero)
        #expect(plan.next(now: .seconds(1)) == .rest)
        plan.want(Self.ours + Self.next, now: .seconds(10))
        #expect(try #require(Self.moment(&plan, from: .seconds(10))) <= .milliseconds(10_500))
    }
}
