/// The right to cancel a scheduled action. Forgetting it leaves the action scheduled.
package struct TimerToken: Sendable {
    private let node: TimerNode
    private let loop: EventLoop

    /// The token of the action in `node`, which `loop` runs.
    init(node: TimerNode, loop: EventLoop) {
        self.node = node
        self.loop = loop
    }

    /// Drops the action, and what it holds, unless it has run. Safe from any thread; on the loop's own thread the action
    /// does not run after this call.
    package func cancel() {
        guard node.cancel() else { return }
        if loop.isCurrent {
            loop.local.noteStaleTimer()
        } else {
            loop.execute { [loop] in loop.local.noteStaleTimer() }
        }
    }
}
