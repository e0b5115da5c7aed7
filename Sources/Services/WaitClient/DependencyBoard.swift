import Dependencies
package import StatusAPI

/// What is known of each dependency of the wait.
package struct DependencyBoard: Hashable, Sendable {
    private struct Entry: Hashable, Sendable {
        let dependency: String
        var state: DependencyState?
        var reason = ""
        var message = ""
        /// Since when it is in this state.
        var since = Duration.zero

        /// One line that says what it is and where it stands.
        var text: String {
            if !message.isEmpty { return message }
            return state == nil ? dependency : "\(dependency): \(reason.isEmpty ? "not ready" : reason)"
        }
    }

    /// More than any question has: a server that names ever new dependencies cannot fill the memory.
    private static let mostEntries = 2 * WaitQuestion.maximumDependencies
    /// How many blockers a line names.
    private static let mostNamed = 3

    private var entries: [Entry]

    /// Nothing is known of any of these canonical texts; one that is there twice counts once, as the server has it.
    package init(_ dependencies: [String]) {
        entries = []
        for dependency in dependencies where !entries.contains(where: { $0.dependency == dependency }) {
            entries.append(Entry(dependency: dependency))
        }
    }

    /// How many there are.
    var count: Int { entries.count }
    /// How many are ready.
    var readyCount: Int { entries.filter { $0.state == .ready }.count }

    /// Takes note of a verdict, whose texts are fit to be printed, and returns the line that tells it when it differs from the last one.
    package mutating func update(_ status: DependencyStatus, at now: Duration) -> String? {
        var entry = Entry(
            dependency: status.dependency, state: status.state, reason: status.reason, message: status.message,
            since: now)
        if entry.message.isEmpty, entry.state == .ready { entry.message = entry.dependency }
        guard let index = entries.firstIndex(where: { $0.dependency == entry.dependency }) else {
            guard entries.count < Self.mostEntries else { return nil }
            entries.append(entry)
            return Self.line(entry)
        }
        if entries[index].state == entry.state { entry.since = entries[index].since }
        guard entries[index] != entry else { return nil }
        entries[index] = entry
        return Self.line(entry)
    }

    /// All of them, in the question's order.
    package var rows: [WaitPicture.Row] {
        entries.map { WaitPicture.Row(state: $0.state, text: $0.text, since: $0.since) }
    }

    /// Whether this dependency was ready when it was last heard of.
    func isReady(_ dependency: String) -> Bool {
        entries.contains { $0.dependency == dependency && $0.state == .ready }
    }

    /// The line of the first dependency that has failed for good.
    var failure: String? { entries.first { $0.state == .failed }?.text }

    /// The dependencies that are not ready, in the question's order, the first few by name; nil when there is none.
    package var blockers: String? {
        let texts = entries.filter { $0.state != .ready }.map(\.text)
        guard !texts.isEmpty else { return nil }
        let named = texts.prefix(Self.mostNamed).joined(separator: "; ")
        return texts.count > Self.mostNamed ? "\(named); and \(texts.count - Self.mostNamed) more" : named
    }

    private static func line(_ entry: Entry) -> String {
        switch entry.state {
        case .stalled: "STALLED: \(entry.text)"
        case .failed: "FAILED: \(entry.text)"
        case let state?: "\(state.rawValue): \(entry.text)"
        case nil: entry.text
        }
    }
}
