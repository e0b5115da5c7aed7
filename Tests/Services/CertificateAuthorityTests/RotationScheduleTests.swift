import TLS
import Testing

@testable import CertificateAuthority

@Suite struct RotationScheduleTests {
    private let schedule = Documents.schedule
    private let start = Documents.start

    @Test func theFirstDocumentHasTwoAuthorities() throws {
        let document = try Documents.first()
        #expect(document.current.details.notAfter == start + 1500)
        #expect(document.successor.details.notAfter == start + 2500)
        #expect(document.current.details.notBefore == start - 86_400)
        #expect(document.current.details.subject != document.successor.details.subject)
        #expect(document.previous == nil)
        #expect(document.pins.count == 2 && Set(document.pins).count == 2)
    }

    @Test(
        "what is due when",
        arguments: [
            ("at once", 0, nil), ("before", 999, nil), ("in time", 1000, .promotion), ("late", 1800, .promotion),
            ("the last second", 2499, .promotion), ("when all have ended", 2500, .renewal),
            ("an hour back", -3600, nil),
        ] as [(String, Int64, RotationSchedule.Change?)])
    func due(what: String, time: Int64, change: RotationSchedule.Change?) throws {
        #expect(schedule.change(of: try Documents.first(), now: start + time) == change, "\(what)")
    }

    @Test func aPromotionMakesTheSuccessorCurrentAndTrustsTheFormer() throws {
        let first = try Documents.first()
        let second = try schedule.document(first, after: .promotion, now: start + 1000)
        #expect(second.current == first.successor)
        #expect(second.previous?.certificate == first.current.certificate)
        #expect(second.promoted == start + 1000)
        #expect(second.successor.details.notAfter == start + 3500)
        #expect(second.pins == [first.pins[1], second.pins[1], first.pins[0]])
        #expect(!first.pins.contains(second.pins[1]))
        // Each signs for the same time.
        #expect(schedule.promotion(of: second) == start + 2000)
    }

    @Test func theFormerIsTrustedForTheLifeOfALeaf() throws {
        let second = try schedule.document(try Documents.first(), after: .promotion, now: start + 1000)
        #expect(schedule.change(of: second, now: start + 1100) == nil)
        #expect(schedule.change(of: second, now: start + 1101) == .retirement)
        let third = try schedule.document(second, after: .retirement, now: start + 1101)
        #expect(third.pins == Array(second.pins.prefix(2)))
        #expect(schedule.change(of: third, now: start + 1101) == nil)
        #expect(third.promoted == second.promoted)
    }

    @Test("whoever trusts one document trusts what the next one serves", arguments: [1000, 1001, 1300, 2000, 2400])
    func nobodyIsStrandedByOnePromotion(time: Int64) throws {
        let first = try Documents.first()
        let second = try schedule.document(first, after: .promotion, now: start + time)
        #expect(first.pins.contains(second.pins[0]))
        #expect(second.pins.contains(first.pins[0]))
        // And not by the time at which a replica notices either.
        let signer = schedule.signer(of: first, now: start + time)
        #expect(signer == second.current)
        #expect(second.current.details.notAfter > start + time)
    }

    @Test func aPromotionThatIsForcedLeavesTheOthersTheirTime() throws {
        let second = try schedule.document(try Documents.first(), after: .promotion, now: start + 10)
        #expect(schedule.promotion(of: second) == start + 2000)
        let third = try schedule.document(second, after: .promotion, now: start + 2000)
        #expect(schedule.promotion(of: third) == start + 3000)
    }

    @Test func promotionsThatAreLateDoNotFollowAtOnce() throws {
        // Nobody ran while both were to be promoted.
        let second = try schedule.document(try Documents.first(), after: .promotion, now: start + 2300)
        #expect(schedule.change(of: second, now: start + 2300) == nil)
        #expect(schedule.promotion(of: second) == start + 2400)
        let third = try schedule.document(second, after: .promotion, now: start + 2400)
        #expect(third.current.details.notAfter >= start + 2400 + 1000)
    }

    @Test func aChangeOfSettingsStrandsNobody() throws {
        let short = CertificateTimes(leafLifetime: 2, authorityLifetime: 20, promoteAfter: 10).schedule
        let document = try short.newDocument(now: start)
        // All that is there is short-lived by the new settings, yet its successor is known for a while before it signs.
        let long = CertificateTimes().schedule
        #expect(long.promotion(of: document) == start + 20)
        #expect(long.change(of: document, now: start + 19) == nil)
    }

    @Test("a leaf is renewed at two thirds", arguments: [(100, 66), (7 * 86_400, 403_200), (2, 1), (1, 1)])
    func renewal(lifetime: Int, renewal: Int64) throws {
        let times = CertificateTimes(leafLifetime: lifetime, authorityLifetime: 100_000_000, promoteAfter: 50_000_000)
        let document = try times.schedule.newDocument(now: start)
        let end = times.schedule.leafEnd(now: start, signer: document.current)
        #expect(end == start + Int64(lifetime) + 1)
        #expect(times.schedule.leafRenewal(made: start, notAfter: end) == start + renewal)
    }

    @Test func aLeafEndsWithItsAuthority() throws {
        let document = try Documents.first()
        #expect(schedule.leafEnd(now: start + 1450, signer: document.current) == start + 1500)
    }

    @Test(
        "times that do not fit",
        arguments: [
            (0, 20, 10, "--leaf-lifetime must be more than 0"), (11, 30, 10, "--promote-after (10 s) must be at least"),
            (5, 14, 10, "--authority-lifetime (14 s) must be at least"),
        ])
    func unfit(leaf: Int, authority: Int, promotion: Int, problem: String) {
        let times = CertificateTimes(leafLifetime: leaf, authorityLifetime: authority, promoteAfter: promotion)
        #expect(times.problem?.hasPrefix(problem) == true, "\(times.problem ?? "")")
        #expect(CertificateTimes().problem == nil)
    }
}
