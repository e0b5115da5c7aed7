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
    private let writer: LogWriter

    /// A handler for the logger called `label`; many handlers may share one writer.
    package init(label: String, level: Logger.Level, writer: LogWriter) {
        self.label = label
        self.logLevel = level
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
        let line = writer.format.line(
            time: LogTime.now(), level: event.level, logger: label, message: "\(event.message)",
            fields: fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
        writer.write(line)
    }
}
