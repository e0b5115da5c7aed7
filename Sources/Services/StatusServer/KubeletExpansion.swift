/// What the kubelet makes of a container's argument before it starts the container.
///
/// `$(NAME)` becomes the variable's value, or stays as it is when there is no such variable; `$$` becomes `$`, so that
/// `$$(NAME)` is the text `$(NAME)`. Follows `Expand` of k8s.io/kubernetes/third_party/forked/golang/expansion.
/// <https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/>
enum KubeletExpansion {
    /// The argument as the container's process gets it, where no variable is known.
    static func expand(_ argument: String) -> String {
        guard argument.utf8.contains(UInt8(ascii: "$")) else { return argument }
        var result: [UInt8] = []
        var rest = Array(argument.utf8)[...]
        while let byte = rest.popFirst() {
            result.append(byte)
            if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "$") { rest.removeFirst() }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
