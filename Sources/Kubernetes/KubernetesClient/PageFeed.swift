internal import Locking

/// The pages of one list, each asked for as soon as the one before it is here: a long list takes the longer of the times
/// for fetching and for reading, not their sum.
///
/// At most one page waits to be read and one more is on its way, however slow the reader is. For one reader. When the
/// last reference is gone nothing more is asked for.
final class PageFeed: Sendable {
    private struct Page {
        let step: WatchMachineStep
        let event: WatchMachineEvent
    }

    /// Where a page waits, apart from the feed, so that the task which fetches does not keep the feed.
    private final class Shelf: Sendable {
        struct State {
            var page: Page?
            var isOver = false
        }

        let state = Locked(State())
        let news = Bell()
        let room = Bell()
    }

    private let shelf: Shelf
    private let fetching: Task<Void, Never>

    /// Begins to fetch.
    ///
    /// - Parameters:
    ///   - first: the step that asks for the first page.
    ///   - fetch: performs a step.
    ///   - following: the step that asks for the next page, by what came of the one before; nil if there is none.
    init(
        from first: WatchMachineStep, _ fetch: @escaping @Sendable (WatchMachineStep) async -> WatchMachineEvent,
        following: @escaping @Sendable (WatchMachineEvent) -> WatchMachineStep?
    ) {
        let shelf = Shelf()
        self.shelf = shelf
        fetching = Task {
            var step = first
            while true {
                let event = await fetch(step)
                let next = following(event)
                // Moved, never copied: the page's memory is used again once nobody else has it.
                var page: Page? = Page(step: step, event: consume event)
                while shelf.state.withLock({ $0.page != nil }) {
                    if await shelf.room.isSilent { return }
                }
                shelf.state.withLock { state in
                    swap(&state.page, &page)
                    state.isOver = next == nil
                }
                shelf.news.ring()
                guard let next else { return }
                step = next
            }
        }
    }

    deinit {
        fetching.cancel()
    }

    /// Waits for what came of a step. Nil if the feed has asked for something else, or for nothing more, or if the task is
    /// cancelled.
    func take(_ step: WatchMachineStep) async -> WatchMachineEvent? {
        while true {
            let (page, isOver) = shelf.state.withLock { ($0.page.take(), $0.isOver) }
            if let page {
                shelf.room.ring()
                return page.step == step ? page.event : nil
            }
            if isOver { return nil }
            if await shelf.news.isSilent { return nil }
        }
    }
}
