import EventLoop
import Locking
import Posix
import Synchronization
import Testing

@Suite("EventLoop", .timeLimit(.minutes(5)))
struct EventLoopTests {
    /// An actor whose code runs on a loop.
    private actor Counter {
        private let loop: EventLoop
        private(set) var value = 0
        private(set) var strayed = false

        nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

        init(loop: EventLoop) { self.loop = loop }

        func increment() async {
            value += 1
            if !loop.isCurrent { strayed = true }
            await Task.yield()
            if !loop.isCurrent { strayed = true }
        }
    }

    @Test("work runs on the loop's thread, in order")
    func execute() async throws {
        let loop = try EventLoop.start(name: "test")
        #expect(!loop.isCurrent)
        let seen = await withCheckedContinuation { (done: CheckedContinuation<[Int], Never>) in
            let seen = Locked<[Int]>([])
            for index in 0..<100 {
                loop.execute {
                    seen.withLock { $0.append(loop.isCurrent ? index : -1) }
                    if index == 99 { done.resume(returning: seen.withLock { $0 }) }
                }
            }
        }
        #expect(seen == Array(0..<100))
        loop.stop()
    }

    @Test("a task that prefers the loop runs on it, and comes back to it")
    func preference() async throws {
        let loop = try EventLoop.start(name: "test")
        let places = await Task(executorPreference: loop) {
            var places = [loop.isCurrent]
            await Task.yield()
            places.append(loop.isCurrent)
            await loop.sleep(for: .microseconds(1))
            places.append(loop.isCurrent)
            return places
        }.value
        #expect(places == [true, true, true])
        loop.stop()
    }

    @Test("an actor on the loop is entered from many threads, one job at a time")
    func actor() async throws {
        let loop = try EventLoop.start(name: "test")
        let counter = Counter(loop: loop)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<2_000 { group.addTask { await counter.increment() } }
        }
        #expect(await counter.value == 2_000)
        #expect(await counter.strayed == false)
        loop.stop()
    }

    @Test("two loops pass a task to and fro")
    func pingPong() async throws {
        let first = Counter(loop: try EventLoop.start(name: "first"))
        let second = Counter(loop: try EventLoop.start(name: "second"))
        for _ in 0..<500 {
            await first.increment()
            await second.increment()
        }
        #expect(await first.value == 500)
        #expect(await second.value == 500)
        #expect(await first.strayed == false)
    }

    @Test("timers run earliest first, a cancelled one never")
    func timers() async throws {
        let loop = try EventLoop.start(name: "test")
        let order = await withCheckedContinuation { (done: CheckedContinuation<[String], Never>) in
            loop.execute {
                let order = Locked<[String]>([])
                let begin = MonotonicTime.now()
                loop.schedule(at: begin.adding(.milliseconds(3))) {
                    done.resume(returning: order.withLock { $0 } + ["last"])
                }
                let cancelled = loop.schedule(at: begin.adding(.milliseconds(2))) {
                    order.withLock { $0.append("cancelled") }
                }
                loop.schedule(at: begin.adding(.milliseconds(1))) { order.withLock { $0.append("first") } }
                loop.schedule(at: begin) { order.withLock { $0.append("at once") } }
                cancelled.cancel()
                cancelled.cancel()
            }
        }
        #expect(order == ["at once", "first", "last"])
        loop.stop()
    }

    @Test("cancelling drops what the action holds at once, from any thread")
    func cancelReleases() throws {
        final class Held: Sendable {}
        let loop = try EventLoop.start(name: "test")
        var held: Held? = Held()
        weak let watched = held
        let tokens = (0..<300).map { [held] _ in loop.schedule(after: .seconds(3600)) { _ = held } }
        held = nil
        for token in tokens { token.cancel() }
        #expect(watched == nil)
        loop.stop()
    }

    @Test("a sleep ends when its task is cancelled, before or while it sleeps")
    func sleepCancelled() async throws {
        let loop = try EventLoop.start(name: "test")
        for _ in 0..<50 {
            let task = Task { await loop.sleep(for: .seconds(3600)) }
            task.cancel()
            await task.value
        }
        let asleep = Task(executorPreference: loop) { await loop.sleep(for: .seconds(3600)) }
        await withCheckedContinuation { done in loop.execute { done.resume() } }
        asleep.cancel()
        await asleep.value
        loop.stop()
    }

    @Test("stopping wakes sleepers and runs out what was given before")
    func stop() async throws {
        let loop = try EventLoop.start(name: "test")
        let ran = Atomic(0)
        let sleeper = Task(executorPreference: loop) { await loop.sleep(for: .seconds(3600)) }
        await withCheckedContinuation { done in loop.execute { done.resume() } }
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            loop.execute {
                for _ in 0..<10 { loop.execute { ran.wrappingAdd(1, ordering: .relaxed) } }
                loop.stop()
                done.resume()
            }
        }
        loop.stop()
        #expect(ran.load(ordering: .relaxed) == 10)
        await sleeper.value
        loop.execute { Issue.record("a stopped loop ran something") }
    }

    @Test("the loop says when it last turned")
    func lastTurn() async throws {
        let loop = try EventLoop.start(name: "test")
        let before = MonotonicTime.now()
        await withCheckedContinuation { done in loop.schedule(after: .milliseconds(1)) { done.resume() } }
        #expect(loop.lastTurn >= before)
        loop.stop()
    }
}
