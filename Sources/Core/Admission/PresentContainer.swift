import JSONText

/// A container with our name that a pod already has: injected by an earlier call for the same pod, or copied by hand.
///
/// Between two calls the API server fills in defaults and rewrites quantities, its own plugins (ServiceAccount,
/// LimitRanger, AlwaysPullImages) run once more, and other webhooks add variables and mounts to every container. None
/// of that makes the container another one; see `PresentContainer+Comparison`.
struct PresentContainer: Sendable {
    /// What is read of `securityContext`.
    struct SecurityContext: Sendable {
        /// `allowPrivilegeEscalation`; nil where nothing is said.
        var allowsEscalation: Bool?
        /// `privileged`; nil where nothing is said.
        var isPrivileged: Bool?
        /// `readOnlyRootFilesystem`; nil where nothing is said.
        var isRootReadOnly: Bool?
        /// `runAsNonRoot`; nil where nothing is said.
        var isNonRoot: Bool?
        /// `runAsUser`; nil where nothing is said.
        var user: Int?
        /// `capabilities.drop`.
        var dropped: [String] = []
        /// `capabilities.add`.
        var added: [String] = []
        /// `seccompProfile.type`; nil where nothing is said.
        var seccompProfile: String?
    }

    /// The image.
    private(set) var image = ""
    /// The pull policy.
    private(set) var pullPolicy: String?
    /// The arguments.
    private(set) var arguments: [String] = []
    /// The variables whose names the client reads; a source that is of no kind of ours is nil.
    private(set) var environment: [String: ContainerEnvironment.Source?] = [:]
    /// A variable that the client reads is there twice.
    private(set) var hasRepeatedVariable = false
    /// The requests.
    private(set) var requests: [String: String] = [:]
    /// The limits.
    private(set) var limits: [String: String] = [:]
    /// The termination message's path.
    private(set) var terminationMessagePath: String?
    /// The termination message's policy.
    private(set) var terminationMessagePolicy: String?
    /// The security context.
    private(set) var securityContext = SecurityContext()
    /// The mounts.
    private(set) var mounts: [VolumeMount] = []
    /// It runs something else, or does not hold the pod's start back: a command, a restart policy of its own.
    private(set) var isOtherwise = false

    /// Reads a container; nil when a field has a type that no API server would send.
    init?(reading bytes: Span<UInt8>) {
        var reader = JSONReader(bytes)
        do throws(JSONError) { try read(&reader) } catch { return nil }
    }

    private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "image": image = try reader.readStringUnlessNull() ?? ""
            case "imagePullPolicy": pullPolicy = try reader.readStringUnlessNull()
            case "args": arguments = try reader.readStringsUnlessNull() ?? []
            case "env": try readEnvironment(&reader)
            case "resources": try readResources(&reader)
            case "terminationMessagePath": terminationMessagePath = try reader.readStringUnlessNull()
            case "terminationMessagePolicy": terminationMessagePolicy = try reader.readStringUnlessNull()
            case "securityContext": try readSecurityContext(&reader)
            case "volumeMounts": mounts = try VolumeMount.list(reading: &reader)
            case "command": isOtherwise = try reader.readStringsUnlessNull()?.isEmpty == false || isOtherwise
            case "restartPolicy": isOtherwise = try reader.readStringUnlessNull() != nil || isOtherwise
            default: break
            }
        }
    }

    private mutating func readEnvironment(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginArrayUnlessNull() else { return }
        while try reader.nextElement() {
            var name = ""
            var source: ContainerEnvironment.Source?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.readString()
                case "value": source = try reader.readStringUnlessNull().map { .value($0) } ?? source
                case "valueFrom": source = try Self.readField(&reader).map { .field($0) } ?? source
                default: break
                }
            }
            guard ContainerEnvironment.names.contains(name) else { continue }
            if environment.updateValue(source, forKey: name) != nil { hasRepeatedVariable = true }
        }
    }

    /// The path in `{"fieldRef":{"apiVersion":"v1","fieldPath":"…"}}`, or nil for any other source.
    private static func readField(_ reader: inout JSONReader) throws(JSONError) -> String? {
        var path: String?
        guard try reader.beginObjectUnlessNull() else { return nil }
        while let key = try reader.nextKey() {
            guard key.isEqual(to: "fieldRef"), try reader.beginObjectUnlessNull() else { continue }
            while let field = try reader.nextKey() {
                if field.isEqual(to: "fieldPath") { path = try reader.readString() }
            }
        }
        return path
    }

    private mutating func readResources(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "requests": requests = try Self.readQuantities(&reader)
            case "limits": limits = try Self.readQuantities(&reader)
            default: break
            }
        }
    }

    private mutating func readSecurityContext(_ reader: inout JSONReader) throws(JSONError) {
        guard try reader.beginObjectUnlessNull() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "allowPrivilegeEscalation": securityContext.allowsEscalation = try reader.readBooleanUnlessNull()
            case "privileged": securityContext.isPrivileged = try reader.readBooleanUnlessNull()
            case "readOnlyRootFilesystem": securityContext.isRootReadOnly = try reader.readBooleanUnlessNull()
            case "runAsNonRoot": securityContext.isNonRoot = try reader.readBooleanUnlessNull()
            case "runAsUser": securityContext.user = try reader.readIntegerUnlessNull()
            case "capabilities":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let side = try reader.nextKey() {
                    switch side {
                    case "drop": securityContext.dropped = try reader.readStringsUnlessNull() ?? []
                    case "add": securityContext.added = try reader.readStringsUnlessNull() ?? []
                    default: break
                    }
                }
            case "seccompProfile":
                guard try reader.beginObjectUnlessNull() else { continue }
                while let field = try reader.nextKey() {
                    if field.isEqual(to: "type") { securityContext.seccompProfile = try reader.readStringUnlessNull() }
                }
            default: break
            }
        }
    }

    private static func readQuantities(_ reader: inout JSONReader) throws(JSONError) -> [String: String] {
        guard try reader.beginObjectUnlessNull() else { return [:] }
        var quantities: [String: String] = [:]
        while let key = try reader.nextKey() {
            let name = key.decoded
            // A manifest may write a bare number; the API server sends strings.
            quantities[name] =
                try reader.peek() == .number ? String(try reader.readInteger()) : try reader.readStringUnlessNull()
        }
        return quantities
    }
}
