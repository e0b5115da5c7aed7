import CoreTestKit
import Dependencies

extension Generated {
    mutating func namespace(of kind: DependencyKind) -> String {
        switch kind {
        case .crd, .node, .tcp, .http, .dns, .file, .container: ""
        default: label()
        }
    }

    mutating func resourceType() -> String {
        // Types without a group that are near a built-in one are no valid ones; these are none.
        let types = ["certificate", "endpoints", "ingress", "x"]
        let group = "\(label(20)).\(label(20))"
        return random.pick([random.pick(types), "\(label(20)).\(group)", "widgets.v1beta1.\(group)"])
    }

    mutating func target(of kind: DependencyKind) -> DependencyTarget {
        switch kind {
        case .service, .pod, .job, .deployment, .statefulset:
            if random.once(in: 3) { return .selector(selector()) }
            return .name(kind == .service || random.once(in: 2) ? label() : "\(label()).\(label()).\(label())")
        case .container: return .name(label())
        case .tcp: return .address(host: host(), port: Int.random(in: 1...65535, using: &random))
        case .http: return .url(url())
        case .dns: return .host(random.once(in: 2) ? label(60) + "a" : "\(label()).\(label()).a.")
        case .file: return .path(path())
        default: return .name(random.once(in: 2) ? label() : "\(label()).\(label())")
        }
    }

    mutating func host() -> String {
        random.pick([
            "\(label()).b", "a\(label(60))a.", "10.0.0.255", "0.0.0.0", "::", "::1", "fe80::1:2", "1:2:3:4:5:6:7:8",
            "::ffff:10.0.0.1",
        ])
    }

    mutating func url() -> String {
        let host = host()
        let port = random.once(in: 2) ? "" : ":\(Int.random(in: 1...65535, using: &random))"
        let path = random.pick(["", "/", "/healthz", "?q", "/a(b/;c,d='e'*$(x)?x=1,2&y=a:b@c//%2C!"])
        return "\(random.pick(["http", "https"]))://\(host.contains(":") ? "[\(host)]" : host)\(port)\(path)"
    }

    mutating func path() -> String {
        let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            "x" + anything().replacing("/", with: "")
        }
        return "/" + parts.joined(separator: "/")
    }

    mutating func selector() -> LabelSelector {
        LabelSelector((0..<Int.random(in: 1...4, using: &random)).map { _ in requirement() })
    }

    private mutating func requirement() -> LabelRequirement {
        let values = (0..<Int.random(in: 1...3, using: &random)).map { _ in random.once(in: 5) ? "" : word() }
        let number = random.pick([0, 1, Int.max, Int.random(in: 0...1000, using: &random)])
        let condition = random.pick([
            LabelRequirement.Condition.isIn(values), .isNotIn(values), .exists, .doesNotExist, .isGreater(than: number),
            .isLess(than: number),
        ])
        return LabelRequirement(key: key(), condition: condition)
    }
}
