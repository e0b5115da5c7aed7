import CoreTestKit
import Dependencies
import JSONPath

extension Generated {
    /// Options that fit the kind, the target and each other.
    mutating func options(of kind: DependencyKind, _ target: DependencyTarget) -> DependencyOptions {
        var options = DependencyOptions()
        if random.once(in: 3) { options.timeout = timeLimit() }
        switch kind {
        case .tcp, .dns, .file: return options
        case .http:
            if random.once(in: 2) { options.status = statusCodes() }
            guard case .url(let url) = target, url.hasPrefix("https") else { return options }
            if random.once(in: 3) {
                options.isInsecure = true
            } else if random.once(in: 2) {
                options.authorities = path()
            }
            return options
        default: break
        }
        if random.once(in: 3) { options.onFailure = random.pick(FailurePolicy.allCases) }
        if kind == .container { return options }
        switch random.index(below: 6) {
        case 0: options.needsOnlyExistence = true
        case 1: options.needsAbsence = true
        case 2: setField(of: kind, target, in: &options)
        default:
            if random.once(in: 3) { options.isOptional = true }
            setRequirements(of: kind, target, in: &options)
        }
        return options
    }

    private mutating func setField(
        of kind: DependencyKind, _ target: DependencyTarget, in options: inout DependencyOptions
    ) {
        guard kind != .configmap, kind != .secret else { return }
        if case .selector = target, kind == .pod || kind == .job, random.once(in: 2) { options.minimum = .count(3) }
        if random.once(in: 3) { options.isOptional = true }
        let paths = [
            "{.status.phase}", "status.x", "{.status.conditions[?(@.type==\"Ready\")].status}", "{.a['b.c']}",
            "{.metadata.labels['a\"b']}", "{.a[\"it's\"][0]}", "{.a['\\\\,( ']}", "{.a['}']}",
        ]
        guard let path = try? JSONPath(parsing: random.pick(paths)) else { return }
        let value = random.pick([anything(), "Running", "'a b'", "'", "''", "=", "True"])
        options.field = FieldRequirement(path: path, value: random.once(in: 4) ? nil : value)
    }

    private mutating func setRequirements(
        of kind: DependencyKind, _ target: DependencyTarget, in options: inout DependencyOptions
    ) {
        var isSelected = false
        if case .selector = target { isSelected = true }
        switch kind {
        case .service:
            if random.once(in: 2) {
                options.port =
                    random.once(in: 2) ? .number(Int.random(in: 1...65535, using: &random)) : .name("p" + label(62))
            }
            if random.once(in: 2) { options.minimum = random.once(in: 3) ? .all : .count(random.pick([0, 1, 64])) }
            if random.once(in: 3) { options.uptime = random.once(in: 2) ? 0 : seconds() }
        case .pod:
            if isSelected, random.once(in: 2) { options.minimum = random.once(in: 3) ? .all : .count(Int(Int32.max)) }
            if isSelected, random.once(in: 2) { options.isOnSameNode = true }
            if random.once(in: 3) { options.uptime = random.once(in: 2) ? 0 : seconds() }
        case .job:
            if random.once(in: 2) { options.match = random.once(in: 2) ? .podLabel(key()) : .selector(selector()) }
            if !isSelected, !options.isOptional, random.once(in: 2) {
                options.remember = random.pick([.never, .always, .seconds(seconds())])
            }
            if random.once(in: 3) { options.condition = ConditionRequirement(type: "finished") }
        case .cronjob: if random.once(in: 2) { options.maxAge = seconds() }
        case .deployment, .statefulset:
            if random.once(in: 2) { options.minimum = .count(2) }
            if random.once(in: 2) { options.condition = ConditionRequirement(type: "Rolled-Out") }
        case .daemonset: if random.once(in: 2) { options.isAnywhere = true } else { options.acceptsAbsence = true }
        case .crd: if random.once(in: 2) { options.version = "v\(label(10))" }
        case .configmap, .secret: if random.once(in: 2) { options.key = random.pick(["tls.crt", "_", ".x", word()]) }
        default:
            if random.once(in: 2) {
                options.condition = ConditionRequirement(
                    type: "Foo\(key().split(separator: "/").last ?? "x")",
                    status: random.pick([nil, "True", "false", "Odd.1"]))
            }
        }
    }

    private mutating func statusCodes() -> StatusCodes {
        StatusCodes(
            (0..<Int.random(in: 1...4, using: &random)).map { _ in
                let first = Int.random(in: 100...599, using: &random)
                return first...(random.once(in: 2) ? first : Int.random(in: first...599, using: &random))
            })
    }
}
