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
        writer.member("event", notice.kind.rawValue)
        if let status = notice.status {
            writer.member("dependency", status.dependency)
            writer.member("state", status.state.rawValue)
            writer.member("reason", status.reason)
            writer.member("message", status.message)
        } else {
            writer.member("message", notice.text)
        }
        if let picture {
            writer.member("elapsedSeconds", Int(clamping: picture.elapsed.components.seconds))
            writer.member("ready", picture.readyCount)
            writer.member("total", picture.rows.count)
        }
        writer.endObject()
        return writer.bytes + [0x0A]
    }
}
