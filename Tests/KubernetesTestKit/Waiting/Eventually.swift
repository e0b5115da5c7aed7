/// Comes back once something holds, which is looked at again and again.
///
/// - Throws: what `condition` throws, and `WaitedInVain` when the test's time is over: swift-testing then cancels the test,
///   and one that went on looking would keep all others from being reported.
package func eventually(
    _ condition: () throws -> Bool, fileID: String = #fileID, line: Int = #line
) async throws {
    while try !condition() {
        do {
            try await Task.sleep(for: .milliseconds(2))
        } catch {
            throw WaitedInVain(description: "\(fileID):\(line): this was not so before the test's time was over")
        }
    }
}

/// The time of a test was over before what it waited for.
package struct WaitedInVain: Error, CustomStringConvertible {
    /// One sentence with the place.
    package let description: String
}
