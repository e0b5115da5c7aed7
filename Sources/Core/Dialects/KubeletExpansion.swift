/// What the kubelet makes of a container's command, arguments and variables before it starts the container.
///
/// `$(NAME)` becomes the variable's value, or stays as it is when there is no such variable; `$$` becomes `$`, so that
/// `$$(NAME)` is the text `$(NAME)`. Follows `Expand` of k8s.io/kubernetes/third_party/forked/golang/expansion.
/// <https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/>
struct KubeletExpansion {
    /// The variables that may be referred to.
    var variables: [String: ContainerInvocation.Variable] = [:]

    /// A text as the container's process gets it, or the first variable in it whose value is not known here.
    func expand(_ text: String) -> Result {
        let dollar = UInt8(ascii: "$")
        guard text.utf8.contains(dollar) else { return .text(text) }
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == dollar, let next = rest.first else {
                result.append(byte)
                continue
            }
            if next == dollar {
                rest.removeFirst()
                result.append(dollar)
            } else if next == UInt8(ascii: "("), let end = rest.firstIndex(of: UInt8(ascii: ")")) {
                let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
                switch variables[name] ?? .absent {
                case .value(let value): result += value.utf8
                case .absent: result += "$(\(name))".utf8
                case .unreadable(let source): return .unreadable(name, source: source)
                }
                rest = rest[(end + 1)...]
            } else {
                result.append(byte)
            }
        }
        return .text(String(decoding: result, as: UTF8.self))
    }

    /// What an expansion comes to.
    enum Result: Hashable, Sendable {
        /// The whole text.
        case text(String)
        /// It refers to this variable, whose value comes from a place that is not read here.
        case unreadable(String, source: String)
    }
}
