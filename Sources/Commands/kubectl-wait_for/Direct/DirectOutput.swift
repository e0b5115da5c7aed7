internal import Glibc
internal import Posix
internal import WaitClient

/// What a wait shows: a tree that changes on a terminal, elsewhere a line for each change.
struct DirectOutput {
    private var screen: LiveScreen?

    /// Shows it on standard output.
    init() {
        screen = LiveScreen(descriptor: STDOUT_FILENO) { name in getenv(name).map { String(cString: $0) } }
    }

    /// Shows how the wait stands; `changes` are told where there is no tree.
    mutating func tell(_ changes: [String], _ picture: WaitPicture) {
        guard screen == nil else {
            screen?.draw(picture)
            return
        }
        for line in changes { print(line) }
    }

    /// Says how it ended, below whatever was shown.
    mutating func finish(_ line: String) {
        guard screen == nil else {
            screen?.print(line)
            return
        }
        print(line)
    }

    private func print(_ line: String) {
        BlockingOutput.write(Array("\(line)\n".utf8), to: STDOUT_FILENO)
    }
}
