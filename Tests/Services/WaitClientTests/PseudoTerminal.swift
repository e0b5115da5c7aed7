import Glibc
import Posix

/// A terminal that a test looks at from outside, and what stands on it.
///
/// It understands what a picture that is drawn in its place needs (ECMA-48): CR, LF, CUU, ED to the end, SGR; every other
/// control fails the test that looks for it in `unknown`.
final class PseudoTerminal {
    /// The lines on the screen, trailing blanks and empty lines left out.
    var screen: [String] {
        var lines = rows.map { row in String(row.reversed().drop { $0 == " " }.reversed()) }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// Where its program opens it.
    let path: String
    /// A descriptor of the program's side.
    let descriptor: Int32
    /// Everything that was written to it.
    private(set) var written = ""
    /// Controls that were not understood.
    private(set) var unknown: [String] = []
    /// The cursor's line, from 0.
    private(set) var line = 0

    /// TIOCSPTLCK and TIOCGPTN, ioctl_tty(2).
    private static let (setLock, getNumber) = (UInt(0x4004_5431), UInt(0x8004_5430))

    private let outside: Int32
    private let width: Int
    private var rows: [[Character]] = [[]]
    private var column = 0

    /// A terminal of this size.
    init(width: Int, height: Int) throws {
        // pts(4): posix_openpt(3) and its like are not among what Swift imports.
        let outside = Int32(try Syscall.require("open") { open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK) })
        self.outside = outside
        var number: Int32 = 0
        try Syscall.require("ioctl") { ioctl(outside, Self.setLock, &number) }
        try Syscall.require("ioctl") { ioctl(outside, Self.getNumber, &number) }
        let path = "/dev/pts/\(number)"
        self.path = path
        descriptor = Int32(try Syscall.require("open \(path)") { open(path, O_RDWR | O_NOCTTY) })
        self.width = width
        try resize(width: width, height: height)
    }

    deinit {
        close(descriptor)
        close(outside)
    }

    /// Gives it another size (TIOCSWINSZ).
    func resize(width: Int, height: Int) throws {
        var size = winsize(
            ws_row: UInt16(clamping: height), ws_col: UInt16(clamping: width), ws_xpixel: 0, ws_ypixel: 0)
        try Syscall.require("ioctl") { ioctl(outside, UInt(TIOCSWINSZ), &size) }
    }

    /// How the terminal treats what is typed and printed: tcgetattr(3).
    func modes() throws -> [UInt32] {
        var modes = termios()
        try Syscall.require("tcgetattr") { tcgetattr(descriptor, &modes) }
        return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag]
    }

    /// Waits until something has been written to it, a minute long at the most, and shows that.
    func waitForOutput() {
        var entry = pollfd(fd: outside, events: Int16(POLLIN), revents: 0)
        poll(&entry, 1, 60_000)
        read()
    }

    /// Shows what has been written to it.
    func read() {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(outside, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        written += text
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\r": column = 0
            case "\n":
                line += 1
                if line == rows.count { rows.append([]) }
            case "\u{1B}": control(&rest)
            default: put(Character(scalar))
            }
        }
    }

    private func put(_ character: Character) {
        if column == width {
            column = 0
            line += 1
            if line == rows.count { rows.append([]) }
        }
        while rows[line].count <= column { rows[line].append(" ") }
        rows[line][column] = character
        column += 1
    }

    private func control(_ rest: inout Substring.UnicodeScalarView) {
        guard rest.popFirst() == "[" else {
            unknown.append("ESC")
            return
        }
        var number = ""
        while let digit = rest.first, ("0"..."9").contains(digit) {
            number.unicodeScalars.append(digit)
            rest.removeFirst()
        }
        switch (rest.popFirst(), number) {
        case ("A", _): line = max(0, line - (Int(number) ?? 1))
        case ("J", ""):
            rows[line] = Array(rows[line].prefix(column))
            rows.removeLast(rows.count - line - 1)
        case ("m", _): break
        case (let final, _): unknown.append("CSI \(number)\(final.map { Character($0).description } ?? "")")
        }
    }
}
