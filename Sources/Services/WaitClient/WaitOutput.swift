import Posix

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

    private func write(_ text: String, to descriptor: Int32) {
        BlockingOutput.write(Array(text.utf8), to: descriptor)
    }
}
