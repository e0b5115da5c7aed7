import CLinux
import Glibc
import Posix

/// A picture on a terminal that is drawn again in its place.
///
/// The cursor rests below it and is never hidden, so that whatever ends the program leaves the terminal as it was.
package struct LiveScreen: Sendable {
    private let descriptor: Int32
    private let colour: Bool
    /// How many lines the picture has that stands there now.
    private var drawn = 0

    /// The terminal behind `descriptor`; nil when there is none, or one that cannot move its cursor (`TERM=dumb`).
    package init?(descriptor: Int32, environment: (String) -> String?) {
        let type = environment("TERM") ?? ""
        guard isatty(descriptor) == 1, !type.isEmpty, type != "dumb" else { return nil }
        self.descriptor = descriptor
        // https://no-color.org
        colour = environment("NO_COLOR")?.isEmpty != false
    }

    /// Draws the picture in place of the last one.
    package mutating func draw(_ picture: WaitPicture) {
        let (width, height) = size()
        // One line is left for the cursor.
        let lines = TreeText.lines(picture, width: width, height: max(1, height - 1), colour: colour)
        write(erasure(height) + lines.map { "\($0)\n" }.joined())
        drawn = lines.count
    }

    /// Prints a line that stays, in place of the picture, which is then drawn below it.
    mutating func print(_ line: String, above picture: WaitPicture) {
        write("\(erasure(size().height))\(line)\n")
        drawn = 0
        draw(picture)
    }

    /// Prints a line below the picture, which stays.
    package mutating func print(_ line: String) {
        drawn = 0
        write("\(line)\n")
    }

    /// Moves the cursor to the picture's first line and clears what follows (ECMA-48: CUU, CR, ED).
    private func erasure(_ height: Int) -> String {
        drawn == 0 ? "" : "\u{1B}[\(min(drawn, max(1, height - 1)))A\r\u{1B}[J"
    }

    /// The terminal's columns and lines now (TIOCGWINSZ of ioctl_tty(2)); 80 by 24 where it does not say.
    private func size() -> (width: Int, height: Int) {
        var columns: UInt16 = 0
        var rows: UInt16 = 0
        guard k8s_wait_terminal_size(descriptor, &columns, &rows) == 0, columns > 0, rows > 0 else { return (80, 24) }
        return (Int(columns), Int(rows))
    }

    private func write(_ text: String) { BlockingOutput.write(Array(text.utf8), to: descriptor) }
}
