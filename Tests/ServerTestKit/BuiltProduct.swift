internal import Glibc

/// The programs that were built together with the tests that run.
package enum BuiltProduct {
    /// The path of a program: beside the test runner's own.
    package static func path(_ name: String) -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let runner = String(decoding: buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(runner[..<(runner.lastIndex(of: "/") ?? runner.startIndex)]) + "/" + name
    }
}
