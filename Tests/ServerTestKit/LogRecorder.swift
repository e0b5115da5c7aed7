internal import Locking
package import Logging

/// Keeps the lines that are logged, so that a test can look at them. Thread-safe.
package final class LogRecorder: Sendable {
    /// One line.
    package struct Line: Sendable {
        /// Its level.
        package let level: Logger.Level
        /// Its message, without the metadata.
        package let message: String
        /// The metadata given with this line.
        package let metadata: [String: String]
    }

    private let recorded = Locked<[Line]>([])

    /// Nothing recorded yet.
    package init() {}

    /// Everything logged so far, in order.
    package var lines: [Line] { recorded.withLock { $0 } }

    /// A logger whose lines from `level` on are kept.
    package func logger(_ level: Logger.Level) -> Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = level
        return logger
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = Line(
                level: event.level, message: "\(event.message)",
                metadata: (event.metadata ?? [:]).mapValues { "\($0)" })
            recorder.recorded.withLock { $0.append(line) }
        }
    }
}
