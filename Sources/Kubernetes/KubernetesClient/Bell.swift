/// Wakes one task; rung several times before that task has come round it wakes it once. Safe from any thread.
package struct Bell: Sendable {
    /// One element for each time that somebody has to get up. For one task.
    package let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A bell that nobody has rung.
    package init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the task, now or as soon as it waits.
    package func ring() { continuation.yield() }

    /// Waits until it is rung; true if it never will be for this task, which has been cancelled.
    var isSilent: Bool {
        get async {
            for await _ in rings { return false }
            return true
        }
    }
}
