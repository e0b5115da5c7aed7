internal import Admission
internal import ArgumentParser
internal import Dependencies
internal import LegacyServer
internal import Posix
internal import StatusAPI

extension ServerOptions {
    /// What the webhook puts into pods, by these options and the pins of the authorities.
    func admissionSettings(pins: [String]) -> AdmissionSettings {
        var settings = AdmissionSettings(
            version: Product.version, image: image, statusURL: statusUrl,
            defaults: PodDefaults(timeout: timeout, onTimeout: onTimeout, onFailure: onFailure, position: position))
        settings.pullPolicy = imagePullPolicy
        settings.pullSecret = imagePullSecret
        settings.statusAddresses = Self.list(statusAddresses)
        settings.pins = pins
        settings.cpu = cpu
        settings.memory = memory
        settings.runAsUser = Int(runAsUser)
        settings.allowedImages = Self.list(allowedImages).map { ImagePattern($0) }
        settings.allowedKinds = allowKinds
        settings.crossNamespace = trust.crossNamespace
        settings.windows = windows
        settings.circles = circles.circles
        settings.isDenialSoft = onMistake == .warn
        return settings
    }

    /// Refuses what would only be noticed in pods, later.
    func validate() throws {
        guard statusUrl.hasPrefix("https://"), statusUrl.count > "https://".count else {
            throw ValidationError(
                "--status-url \"\(statusUrl)\" must be an https URL, such as https://k8s-wait.k8s-wait.svc:9843.")
        }
        for address in Self.list(statusAddresses) where SocketAddress(numericHost: address, port: 0) == nil {
            throw ValidationError("--status-addresses: \"\(address)\" is not an IP address.")
        }
        if let problem = ResourceQuantity.problem(with: cpu, .cpu) { throw ValidationError("--cpu: \(problem)") }
        if let problem = ResourceQuantity.problem(with: memory, .memory) {
            throw ValidationError("--memory: \(problem)")
        }
        guard legacyListen == nil || LegacyNamespaces(legacyNamespaces) != nil else {
            throw ValidationError(
                "--legacy-namespaces \"\(legacyNamespaces)\" must name the namespaces that --legacy-listen answers for, or *."
            )
        }
        guard legacyListen != nil || legacyNamespaces.isEmpty else {
            throw ValidationError("--legacy-namespaces has no effect without --legacy-listen.")
        }
        guard runAsUser == "none" || Int(runAsUser).map({ $0 > 0 && $0 <= Int(Int32.max) }) == true else {
            throw ValidationError("--run-as-user \"\(runAsUser)\" is neither a user's number above 0 nor none.")
        }
        guard 0...1_024 ~= loops else {
            throw ValidationError("--loops \(loops) is not from 0 to 1024.")
        }
    }

    /// The items of a comma-separated list, without the blanks before them.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.trimmingPrefix(while: \.isWhitespace)) }.filter { !$0.isEmpty }
    }
}
