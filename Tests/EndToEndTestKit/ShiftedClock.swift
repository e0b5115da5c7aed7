internal import Glibc
package import ServerTestKit

/// The wall clock of a program under test, moved by a library that is loaded before its own: `Tests/ClockShift`.
package struct ShiftedClock: Sendable {
    private let file: String

    /// A clock that is right so far; the program's directory holds the file that moves it.
    package init(in directory: TemporaryDirectory) throws {
        file = try directory.write("clock-shift", [UInt8](repeating: 0, count: MemoryLayout<Int64>.size))
    }

    /// What the program is started with.
    package var environment: [String: String] {
        ["LD_PRELOAD": BuiltProduct.path("libclockshift.so"), "CLOCK_SHIFT_FILE": file]
    }

    /// Whether a program can be started with it: a sanitizer wants to be the first library itself.
    package static var isUsable: Bool { getenv("ASAN_OPTIONS") == nil && getenv("TSAN_OPTIONS") == nil }

    /// From now on the program's wall clock is wrong by so many seconds.
    package func shift(by seconds: Int) throws {
        // In place: the program has the file in its memory.
        let descriptor = open(file, O_WRONLY | O_CLOEXEC)
        defer { close(descriptor) }
        var value = Int64(seconds)
        guard pwrite(descriptor, &value, MemoryLayout<Int64>.size, 0) == MemoryLayout<Int64>.size else {
            throw ChildProcess.StartFailure(description: "cannot write \(file): errno \(errno)")
        }
    }
}
