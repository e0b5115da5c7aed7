import Locking
import Testing

@testable import KubernetesClient

/// The pages of a list are fetched ahead of whoever reads them, and not without bound.
@Suite(.timeLimit(.minutes(5))) struct PageFeedTests {
    /// Pages with the numbers from 0 to a last one; tells which were asked for.
    private final class Book: Sendable {
        let asked = Locked<[Int]>([])
        let bell = Bell()
        private let last: Int

        init(last: Int) { self.last = last }

        static func step(_ number: Int) -> WatchMachineStep {
            .list([APIRequest.QueryItem("continue", String(number))], rereadsCredentials: false)
        }

        func feed() -> PageFeed {
            PageFeed(from: Self.step(0)) { step in
                let number = self.asked.withLock { asked in
                    asked.append(asked.count)
                    return asked.count - 1
                }
                self.bell.ring()
                return .page([UInt8(truncatingIfNeeded: number)])
            } following: { [last] event in
                guard case .page(let page) = event, let number = page.first, number < last else { return nil }
                return Self.step(Int(number) + 1)
            }
        }

        /// Waits until so many pages have been asked for.
        func reaches(_ count: Int) async {
            while asked.withLock({ $0.count }) < count {
                if await bell.isSilent { return }
            }
        }
    }

    private func number(_ event: WatchMachineEvent?) -> UInt8? {
        guard case .page(let page) = event else { return nil }
        return page.first
    }

    @Test func pagesComeInTheirOrderUpToTheLast() async {
        let feed = Book(last: 4).feed()
        for expected in 0...4 { #expect(number(await feed.take(Book.step(expected))) == UInt8(expected)) }
        #expect(await feed.take(Book.step(5)) == nil)
    }

    @Test func thePageAfterTheOneThatWaitsIsFetchedAndNoOther() async {
        let book = Book(last: 9)
        let feed = book.feed()
        await book.reaches(2)
        #expect(number(await feed.take(Book.step(0))) == 0)
        await book.reaches(3)
        #expect(book.asked.withLock { $0.count } == 3, "one is read, one waits, one is on its way")
        #expect(number(await feed.take(Book.step(1))) == 1)
        await book.reaches(4)
        #expect(book.asked.withLock { $0.count } == 4)
    }

    @Test func aStepThatWasNotForeseenIsRefused() async {
        let feed = Book(last: 9).feed()
        #expect(await feed.take(Book.step(7)) == nil)
    }

    @Test func aReaderThatIsCancelledWaitsNoLonger() async {
        let feed = PageFeed(from: Book.step(0)) { _ in
            try? await Task.sleep(for: .seconds(3600))
            return .begin
        } following: { _ in
            nil
        }
        let reader = Task { await feed.take(Book.step(0)) }
        reader.cancel()
        #expect(await reader.value == nil)
    }
}
