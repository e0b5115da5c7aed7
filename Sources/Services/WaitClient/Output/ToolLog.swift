import Dependencies
import Dialects
import Encodings
import StatusAPI

/// The lines that another tool prints, for those who look for them in its log: they stand beside our own, which begin
/// with `k8s-wait: `.
///
/// Formats: `log.Printf` lines of kubernetes-entrypoint, `echo` lines of wait_for.sh and precheck.sh, `console.log` lines
/// of k8s-when-ready's client. Times are in UTC, as in those tools' images.
struct ToolLog: Sendable {
    /// One line, without its end.
    struct Line: Hashable, Sendable {
        /// What it says.
        let text: String
        /// Whether that tool prints it to standard error.
        let isError: Bool

        /// A line on standard output, unless it is an error.
        init(_ text: String, isError: Bool = false) {
            self.text = text
            self.isError = isError
        }
    }

    private enum Tool {
        case whenReady
        case entrypoint
        case precheck
        /// What it waits for, as its arguments say: `job migrate -n shop`.
        case waitFor(String)
    }

    private let tool: Tool
    /// How the tool calls each dependency, by canonical text, in order.
    private let names: [(dependency: String, name: String)]

    /// The log of the tool whose language `words` are; nil for our own, and for k8s-wait-for-multi, which draws a tree.
    init?(_ dialect: Dialect, _ words: [String], _ dependencies: [Dependency]) {
        switch dialect {
        case .native, .waitForMulti: return nil
        case .whenReady: tool = .whenReady
        case .entrypoint: tool = .entrypoint
        case .servicePrecheck: tool = .precheck
        case .waitFor:
            let first = words.first ?? ""
            let kind = first.hasSuffix("-we") || first.hasSuffix("-wr") ? String(first.dropLast(3)) : first
            tool = .waitFor(Excerpt.of(([kind] + words.dropFirst()).joined(separator: " "), limit: 512))
        }
        names = dependencies.map { ($0.description, Self.name($0)) }
    }

    /// What the tool says when `notice` is due, `time` being seconds since 1970.
    func lines(_ notice: WaitNotice, at time: Int) -> [Line] {
        switch tool {
        case .whenReady: Self.whenReady(notice.kind)
        case .waitFor(let target): Self.waitFor(target, notice, Self.date(time, "-"))
        case .entrypoint: entrypoint(notice, Self.date(time, "/"))
        case .precheck: precheck(notice)
        }
    }

    private static func whenReady(_ kind: WaitNotice.Kind) -> [Line] {
        switch kind {
        case .released: [Line("Detected running state. Done waiting. Exiting successfully.")]
        case .timedOut:
            [Line("Timeout has elapsed without detecting running state. Done waiting. Exiting with failure.")]
        case .failed, .refused, .error: [Line("Critical error. Exiting.", isError: true)]
        default: []
        }
    }

    private static func waitFor(_ target: String, _ notice: WaitNotice, _ date: String) -> [Line] {
        switch notice.kind {
        case .verdict where notice.status?.state != .ready, .progress: [Line("[\(date)] Waiting for \(target)...")]
        case .released: [Line("[\(date)] \(target) is ready.")]
        default: []
        }
    }

    private func entrypoint(_ notice: WaitNotice, _ date: String) -> [Line] {
        if notice.kind == .start {
            return names.map { Line("Entrypoint INFO: \(date) k8s-wait: Resolving \($0.name)") }
        }
        guard let status = notice.status, let name = name(of: status) else { return [] }
        guard status.state == .ready else {
            let text = "Resolving dependency \(name) failed: \(status.message) ."
            return [Line("Entrypoint WARNING: \(date) k8s-wait: \(text)")]
        }
        return [Line("Entrypoint INFO: \(date) k8s-wait: Dependency \(name) is resolved.")]
    }

    private func precheck(_ notice: WaitNotice) -> [Line] {
        if notice.kind == .start { return names.map { Line("[\($0.name)] checking for a dns entry") } }
        guard let status = notice.status, status.state != .ready, let name = name(of: status) else { return [] }
        return [Line("[\(name)] waiting...")]
    }

    private func name(of status: DependencyStatus) -> String? {
        names.first { $0.dependency == status.dependency }?.name
    }

    private static func name(_ dependency: Dependency) -> String {
        switch (dependency.kind, dependency.target) {
        case (.service, .name(let name)): "Service \(name) in namespace \(dependency.namespace)"
        case (.job, .name(let name)): "Job \(name) in namespace \(dependency.namespace)"
        case (.daemonset, .name(let name)): "Daemonset \(name) in namespace \(dependency.namespace)"
        case (.container, .name(let name)): "Container \(name)"
        case (.file, .path(let path)): "Socket \(path)"
        case (.dns, .host(let host)): host
        default: dependency.displayName
        }
    }

    /// `2026-11-21 14:50:03`, or with slashes, for seconds since 1970.
    private static func date(_ time: Int, _ separator: String) -> String {
        let seconds = max(0, time)
        let (year, month, day) = CivilDate.date(ofDay: seconds / 86_400)
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(padded).joined(separator: ":")
        return "\([String(year), padded(month), padded(day)].joined(separator: separator)) \(clock)"
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
