/// Wakes one task; rung several times before that task has come round it wakes it once. Safe from any thread.
struct Bell: Sendable {
    /// One element for each time that somebody has to get up. For one task.
    let rings: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    /// A bell that nobody has rung.
    init() {
        (rings, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Wakes the task, now or as soon as it waits.
    func ring() { continuation.yield() }
}
