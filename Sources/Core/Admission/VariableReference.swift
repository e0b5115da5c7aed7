/// Kubernetes expands `$(NAME)` in a container's args and environment (k8s.io/kubernetes/third_party/forked/golang/expansion).
enum VariableReference {
    /// `text` written so that the expansion gives exactly `text` again: `$(A)` becomes `$$(A)`.
    ///
    /// A dollar sign is doubled where it opens a reference, and before another one, since the expansion reads `$$` as
    /// one; any other stands for itself.
    static func escape(_ text: String) -> String {
        guard hasDollarSign(text.utf8.span) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 4)
        for (index, byte) in bytes.enumerated() {
            result.append(byte)
            guard byte == UInt8(ascii: "$"), index + 1 < bytes.count else { continue }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "(") || next == UInt8(ascii: "$") { result.append(byte) }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func hasDollarSign(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "$") { return true }
        return false
    }
}
