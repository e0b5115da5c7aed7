package import Dependencies
import Dialects

/// What is kept of one container that may ask: its question, and how it ended.
///
/// Every gated pod has one at least for as long as it lives, so the question is kept as one string. What a pod's spec says
/// of it cannot change, so it is read but once.
package struct WaitingContainer: Hashable, Sendable {
    /// How a container ended, as far as it proves anything.
    package enum Ending: Hashable, Sendable {
        /// It exited 0, and its termination message says that it was released.
        case released
        /// It ended in any other way, with this exit code.
        case exited(Int32)
    }

    /// What a container asks.
    private enum Content: Hashable, Sendable {
        /// The question's arguments, each followed by a NUL, which none of them can contain.
        case question(String)
        /// It waits for nothing, and does other things.
        case nothing
        /// What it asks cannot be read; one sentence says why.
        case mistake(String)
    }

    /// The container's name.
    package let name: String
    /// How it ended last, if it is not running now.
    package let ending: Ending?
    private let content: Content

    /// Reads the question out of a container's manifest, in whatever dialect it is.
    ///
    /// - Parameter field: what `fieldRef` gives for a path; nil for one that is not known here.
    init(
        _ manifest: ContainerManifest, podNamespace: String, restartPolicy: String?, ending: Ending?,
        field: (String) -> String?
    ) {
        name = manifest.name
        self.ending = ending
        do throws(Diagnostic) {
            let invocation = try manifest.invocation(field: field)
            let read = try Dialects.read(invocation, podNamespace: podNamespace, restartPolicy: restartPolicy)
            content =
                read.question.dependencies.isEmpty
                ? .nothing : .question(read.question.arguments.map { $0 + "\0" }.joined())
        } catch {
            content = .mistake(error.message)
        }
    }

    /// What it waits for; a question without dependencies if that is nothing.
    ///
    /// - Throws: when that cannot be read.
    package func question() throws(WaitingContainerError) -> WaitQuestion {
        switch content {
        case .nothing:
            return WaitQuestion(dependencies: [], timeout: .none, onTimeout: .fail, onFailure: .wait)
        case .mistake(let message):
            throw WaitingContainerError("the arguments of its container \(name): \(message)")
        case .question(let text):
            let arguments = text.utf8.split(separator: 0, omittingEmptySubsequences: false).dropLast()
                .map { String(decoding: $0, as: UTF8.self) }
            do throws(Diagnostic) {
                return try WaitQuestion(arguments: arguments)
            } catch {
                throw WaitingContainerError("the arguments of its container \(name): \(error.message)")
            }
        }
    }

    /// The dependencies of its question; none where that cannot be read.
    var dependencies: [Dependency] { (try? question().dependencies) ?? [] }
}

/// Why it is not clear which container of a pod asks, or what it asks.
package struct WaitingContainerError: Error, Hashable, Sendable {
    /// What is wrong, for the client: the end of a sentence that begins with the pod.
    package let message: String

    /// An error of that message.
    init(_ message: String) { self.message = message }
}
