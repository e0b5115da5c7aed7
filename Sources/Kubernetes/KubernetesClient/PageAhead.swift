/// A page of a list that is on its way before anybody needs it.
struct PageAhead: Sendable {
    /// What it is the answer to.
    let step: WatchMachineStep
    private let request: Task<WatchMachineEvent, Never>

    /// Begins what `fetch` does for this step, in a task of its own.
    init(_ step: WatchMachineStep, _ fetch: @escaping @Sendable () async -> WatchMachineEvent) {
        self.step = step
        request = Task { await fetch() }
    }

    /// What came of the request. Cancelling whoever waits for it cancels the request.
    var event: WatchMachineEvent {
        get async {
            await withTaskCancellationHandler {
                await request.value
            } onCancel: {
                request.cancel()
            }
        }
    }

    /// Nobody needs it any more.
    func cancel() { request.cancel() }
}
