import JSONText
import StatusAPI

/// The lines of `--output=json`. Their keys are a contract: later releases add some and change none.
///
/// `event` (a `WaitNotice.Kind`), `message`, `elapsedSeconds`, `ready` and `total` stand in each line that tells of a
/// wait; `dependency`, `state` and `reason` in those whose event is `verdict`, and `message` is then the verdict's own.
enum JSONLine {
    /// The line of a notice, with its newline. `picture` is nil where no wait has begun.
    static func bytes(_ notice: WaitNotice, _ picture: WaitPicture?) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        member("event", notice.kind.rawValue, &writer)
        if let status = notice.status {
            member("dependency", status.dependency, &writer)
            member("state", status.state.rawValue, &writer)
            member("reason", status.reason, &writer)
            member("message", status.message, &writer)
        } else {
            member("message", notice.text, &writer)
        }
        if let picture {
            writer.key("elapsedSeconds")
            writer.integer(Int(clamping: picture.elapsed.components.seconds))
            writer.key("ready")
            writer.integer(picture.readyCount)
            writer.key("total")
            writer.integer(picture.rows.count)
        }
        writer.endObject()
        return writer.bytes + [0x0A]
    }

    private static func member(_ name: String, _ value: String, _ writer: inout JSONWriter) {
        writer.key(name)
        writer.string(value)
    }
}
