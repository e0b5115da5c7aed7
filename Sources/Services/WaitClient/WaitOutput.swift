import Glibc

/// Where the program prints. Every line says who prints it, since the logs of a pod's containers are read together.
package struct WaitOutput: Sendable {
    private let standardOutput: Int32
    private let standardError: Int32

    /// Prints to these two descriptors, which stay open as long as this is used.
    package init(standardOutput: Int32 = 1, standardError: Int32 = 2) {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Writes a line of progress.
    package func print(_ line: String) { write("k8s-wait: \(line)\n", to: standardOutput) }

    /// Writes a line about something that is wrong.
    package func report(_ line: String) { write("k8s-wait: \(line)\n", to: standardError) }

    /// Writes a text as it is to standard output.
    package func show(_ text: String) { write(text, to: standardOutput) }

    /// One write(2) for a line where that is possible. What cannot be written is lost: a wait does not end for its log.
    private func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                bytes = bytes.dropFirst(count)
            } else if errno != EINTR {
                return
            }
        }
    }
}
