internal import Glibc
package import Logging

/// swift-log's back end: each record becomes one line of the chosen format.
package struct StructuredLogHandler: LogHandler {
    /// Values that every line of this logger carries.
    package var metadata: Logger.Metadata = [:]
    /// Values taken from the task that logs.
    package var metadataProvider: Logger.MetadataProvider?
    /// The lowest level that is written.
    package var logLevel: Logger.Level

    private let label: String
    private let format: LogFormat
    private let writer: LogWriter

    /// A handler for the logger called `label`; many handlers may share one writer.
    package init(label: String, level: Logger.Level, format: LogFormat, writer: LogWriter) {
        self.label = label
        self.logLevel = level
        self.format = format
        self.writer = writer
    }

    /// One value of `metadata`.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the record; called by swift-log only for levels that are enabled.
    package func log(event: LogEvent) {
        var fields = metadataProvider?.get() ?? [:]
        fields.merge(metadata) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        let line = format.line(
            time: Self.now(), level: event.level, logger: label, message: "\(event.message)",
            fields: fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
        writer.write(line)
    }

    /// The wall clock in RFC 3339 with milliseconds, UTC.
    private static func now() -> String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        let fields = [
            (parts.tm_year + 1900, 4, "-"), (parts.tm_mon + 1, 2, "-"), (parts.tm_mday, 2, "T"),
            (parts.tm_hour, 2, ":"), (parts.tm_min, 2, ":"), (parts.tm_sec, 2, "."),
            (Int32(time.tv_nsec / 1_000_000), 3, "Z"),
        ]
        return fields.map { value, width, separator in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits + separator
        }.joined()
    }
}
