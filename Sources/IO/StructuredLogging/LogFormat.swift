internal import JSONText
package import Logging

/// How a log line is written: each is one line, whatever its message and values hold.
package enum LogFormat: String, CaseIterable, Sendable {
    /// `time=… level=info logger=webhook message="…" key=value`.
    case logfmt
    /// One JSON object.
    case json

    /// The bytes of one line with its end.
    ///
    /// - Parameters:
    ///   - time: RFC 3339, UTC.
    ///   - fields: written in the order given, after the four fixed ones.
    package func line(
        time: String, level: Logger.Level, logger: String, message: String, fields: [(key: String, value: String)]
    ) -> [UInt8] {
        let all =
            [("time", time), ("level", level.rawValue), ("logger", logger), ("message", message)]
            + fields.map { ($0.key, $0.value) }
        switch self {
        case .logfmt:
            let pairs = all.map { key, value in "\(Self.bareKey(key))=\(Self.logfmtValue(value))" }
            return Array((pairs.joined(separator: " ") + "\n").utf8)
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            for (key, value) in all {
                writer.member(key, value)
            }
            writer.endObject()
            return writer.bytes + [UInt8(ascii: "\n")]
        }
    }

    private static func bareKey(_ key: String) -> String {
        String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    }

    private static func logfmtValue(_ value: String) -> String {
        let isBare =
            !value.isEmpty
            && value.utf8.allSatisfy { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=") }
        if isBare { return value }
        var writer = JSONWriter()
        writer.string(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
