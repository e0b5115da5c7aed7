import Glibc
import ServerTestKit

/// Files named by the ids of the processes that run, in a folder that `scripts/chaos` looks into when this program was
/// killed.
struct ProcessMarks: Sendable {
    private let folder: String?

    /// Marks in this folder; without one there are none.
    init(_ folder: String?) {
        self.folder = folder
    }

    /// The process has begun.
    func add(_ process: ChildProcess) throws {
        guard let folder else { return }
        let file = open("\(folder)/\(process.pid)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw ChildProcess.StartFailure(description: "cannot write to \(folder): errno \(errno)")
        }
        close(file)
    }

    /// The process has ended.
    func remove(_ process: ChildProcess) {
        if let folder { unlink("\(folder)/\(process.pid)") }
    }
}
