/// The parameters of a request's query, percent-decoded (`application/x-www-form-urlencoded`: `+` is a blank).
package struct QueryParameters: Hashable, Sendable {
    private let parameters: [(name: String, value: String)]

    /// The parameters of a query, without its question mark.
    package init(_ query: String?) {
        parameters = (query ?? "").split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Self.decode(parts[0]), parts.count > 1 ? Self.decode(parts[1]) : "")
        }
    }

    /// The first value of a parameter, or nil.
    package subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// Every value of a parameter.
    package func all(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }

    /// Whether a parameter says yes: `true` or `1`, as Go's ParseBool has it.
    package func isTrue(_ name: String) -> Bool { ["true", "1", "t", "TRUE", "True"].contains(self[name] ?? "") }

    package static func == (left: QueryParameters, right: QueryParameters) -> Bool {
        left.parameters.elementsEqual(right.parameters) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        for parameter in parameters {
            hasher.combine(parameter.name)
            hasher.combine(parameter.value)
        }
    }

    /// Undoes percent-encoding (RFC 3986 section 2.1); a lone `%` stays what it is.
    package static func decode(_ text: some StringProtocol) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
