import ServerTestKit
import TLS
import Testing

@testable import CertificateAuthority

@Suite struct IdentityBoardTests {
    private static func identity() throws -> ServedIdentity {
        let made = try TestIdentity()
        return try ServedIdentity(chain: made.chain, trusted: TrustedAuthorities(pem: made.authority))
    }

    @Test func readersHearWhatIsPostedAndThenEachChange() async throws {
        let board = IdentityBoard()
        let identities = try (0..<3).map { _ in try Self.identity() }
        #expect(board.present == nil)
        var early = board.changes().makeAsyncIterator()
        board.post(identities[0])
        #expect(await early.next() == identities[0])
        var late = board.changes().makeAsyncIterator()
        #expect(await late.next() == identities[0])
        // The same again is no news, and of two changes the newest is told.
        board.post(identities[0])
        board.post(identities[1])
        board.post(identities[2])
        #expect(await early.next() == identities[2])
        #expect(await late.next() == identities[2])
        #expect(board.present == identities[2])
    }

    @Test(.timeLimit(.minutes(5))) func whatIsToldLastIsWhatIsPostedLast() async throws {
        let board = IdentityBoard()
        let identities = try (0..<4).map { _ in try Self.identity() }
        var reader = board.changes().makeAsyncIterator()
        for _ in 0..<2_000 {
            await withTaskGroup { group in
                for identity in identities { group.addTask { board.post(identity) } }
            }
            #expect(await reader.next() == board.present)
        }
    }

    @Test func theExpiryIsTheFirstOfTheChain() throws {
        #expect(try Self.identity().expiry == 4_000_000_000)
    }
}
