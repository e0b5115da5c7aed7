import Posix

/// Where the program prints, and in which form. Every line of text says who prints it, since the logs of a pod's
/// containers are read together.
package struct WaitOutput: Sendable {
    private let standardOutput: Int32
    private let standardError: Int32
    private var format = OutputFormat.text
    private var screen: LiveScreen?
    private var toolLog: ToolLog?

    /// Prints to these two descriptors, which stay open as long as this is used.
    package init(standardOutput: Int32 = 1, standardError: Int32 = 2) {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Prints in this form from now on: text to a terminal as a picture that is kept up to date.
    mutating func use(_ format: OutputFormat, environment: (String) -> String?) {
        self.format = format
        screen = format == .text ? LiveScreen(descriptor: standardOutput, environment: environment) : nil
    }

    /// Prints the lines of another tool too from now on: in text, where there is no picture.
    mutating func speak(_ toolLog: ToolLog?) { self.toolLog = toolLog }

    /// Whether there is a picture that must be kept up to date.
    var isLive: Bool { screen != nil }

    /// Prints a notice. `picture` says how the wait stands; nil where none has begun.
    mutating func say(_ notice: WaitNotice, _ picture: WaitPicture? = nil) {
        let line = "k8s-wait: \(notice.text)"
        guard format == .text else {
            BlockingOutput.write(JSONLine.bytes(notice, picture), to: standardOutput)
            return
        }
        guard let picture, screen != nil else {
            write("\(line)\n", to: notice.isProblem ? standardError : standardOutput)
            for line in toolLog?.lines(notice, at: Int(clamping: WallClock.seconds())) ?? [] {
                write("\(line.text)\n", to: line.isError ? standardError : standardOutput)
            }
            return
        }
        switch notice.kind {
        case .start, .verdict, .progress, .connection, .server:
            screen?.draw(picture)
        case .note, .stalled:
            screen?.print(line, above: picture)
        case .released, .proceeding, .timedOut, .failed, .refused, .signal, .error:
            screen?.draw(picture)
            screen?.print(line)
        }
    }

    /// Draws the picture again, where there is one.
    mutating func show(_ picture: WaitPicture) { screen?.draw(picture) }

    /// Writes a text as it is to standard output.
    package func show(_ text: String) { write(text, to: standardOutput) }

    private func write(_ text: String, to descriptor: Int32) {
        BlockingOutput.write(Array(text.utf8), to: descriptor)
    }
}
