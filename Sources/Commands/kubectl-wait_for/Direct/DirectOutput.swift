internal import Glibc
internal import Posix
internal import WaitClient

/// What a wait shows: a tree that changes on a terminal, elsewhere a line for each change.
struct DirectOutput {
    private var screen: LiveScreen?
    private var pace: RedrawPace

    /// Shows it on standard output.
    init() {
        screen = LiveScreen(descriptor: STDOUT_FILENO) { name in getenv(name).map { String(cString: $0) } }
        // Where no picture shows the time, it need only be asked for often enough that the answer is kept up to date.
        pace = RedrawPace(atLeastEvery: screen == nil ? .seconds(30) : .seconds(1))
    }

    /// Shows how the wait stands; `changes` are told where there is no tree.
    mutating func tell(_ changes: [String], _ picture: WaitPicture) {
        for line in changes where screen == nil { print(line) }
        if pace.shows(at: picture.elapsed) { screen?.draw(picture) }
    }

    /// How long until it is to be shown again, if nothing happens.
    func pause(at elapsed: Duration) -> Duration { pace.pause(at: elapsed) }

    /// Says how it ended, below how it stood then.
    mutating func finish(_ changes: [String], _ line: String, _ picture: WaitPicture) {
        guard screen == nil else {
            screen?.draw(picture)
            screen?.print(line)
            return
        }
        for line in changes + [line] { print(line) }
    }

    private func print(_ line: String) {
        BlockingOutput.write(Array("\(line)\n".utf8), to: STDOUT_FILENO)
    }
}
