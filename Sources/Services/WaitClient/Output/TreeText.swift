import Dependencies
import StatusAPI

/// A wait as a terminal shows it: a line that sums it up, and below it one line a dependency.
///
/// ```
/// 1 of 2 ready (12s; no time limit)
///   + Service db/postgres: 1 of 1 endpoints ready (after 3s)
///   . Job shop/migrate: running (12s)
/// ```
enum TreeText {
    /// The lines of a picture, each at most `width` columns wide, `height` lines at the most but never less than one.
    ///
    /// Where there are too many dependencies, those that are ready are left out first. With `colour` the marks carry the
    /// terminal's own colours (ECMA-48, SGR), which take no columns.
    static func lines(_ picture: WaitPicture, width: Int, height: Int, colour: Bool) -> [String] {
        let sum = "\(picture.readyCount) of \(picture.rows.count) ready (\(text(picture.elapsed)); \(picture.limit))"
        var lines = [cut(sum, to: width)]
        var room = height - 1
        if let problem = picture.problem, room > 0 {
            lines.append(cut("  ? the status server: \(problem)", to: width))
            room -= 1
        }
        let (shown, hidden) = choice(picture.rows, room: room)
        for row in shown { lines.append(line(row, picture.elapsed, width, colour)) }
        if hidden > 0, room > 0 { lines.append(cut("    and \(hidden) more", to: width)) }
        return lines
    }

    /// The rows for which there is room, in their order, and how many are left out; those have a line to themselves.
    private static func choice(_ rows: [WaitPicture.Row], room: Int) -> (shown: [WaitPicture.Row], hidden: Int) {
        guard rows.count > room else { return (rows, 0) }
        let count = max(0, room - 1)
        let first = rows.indices.filter { rows[$0].state != .ready } + rows.indices.filter { rows[$0].state == .ready }
        return (first.prefix(count).sorted().map { rows[$0] }, rows.count - count)
    }

    private static func line(_ row: WaitPicture.Row, _ now: Duration, _ width: Int, _ colour: Bool) -> String {
        let time = row.state == .ready ? "after \(text(row.since))" : text(now - row.since)
        // The time stands at the end, where a long message would push it out of sight.
        let message = cut(row.text, to: width - 4 - time.count - 3)
        let (mark, code) = mark(row.state)
        let shown = colour ? "\u{1B}[\(code)m\(mark)\u{1B}[0m" : mark
        return width < 24 ? cut("  \(mark) \(row.text)", to: width) : "  \(shown) \(message) (\(time))"
    }

    private static func mark(_ state: DependencyState?) -> (mark: String, code: Int) {
        switch state {
        case .ready: ("+", 32)
        case .waiting: (".", 36)
        case .stalled: ("!", 33)
        case .failed: ("x", 31)
        case .unknown, nil: ("?", 35)
        }
    }

    private static func text(_ duration: Duration) -> String {
        TimeLimit.seconds(Int(clamping: max(0, duration.components.seconds))).description
    }

    private static func cut(_ text: String, to width: Int) -> String {
        guard text.unicodeScalars.count > width else { return text }
        guard width > 3 else { return String(repeating: ".", count: max(0, width)) }
        return String(text.unicodeScalars.prefix(width - 3)) + "..."
    }
}
