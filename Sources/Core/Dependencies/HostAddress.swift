import Encodings

/// `HOST:PORT`, an IPv6 address in brackets.
enum HostAddress {
    /// The address that a word is.
    static func parse(_ word: SourceText) throws(Mistake) -> DependencyTarget {
        let shown = Excerpt.quoted(word.string)
        if let scheme = word.firstOffset(of: "://") {
            throw Mistake(
                .invalidAddress, at: word.column(at: scheme),
                "\(shown) is a URL; write HOST:PORT, or list it in wait.k8s/for-http.")
        }
        if let slash = word.bytes.firstIndex(of: UInt8(ascii: "/")) {
            throw Mistake(
                .invalidAddress, at: word.column(at: slash),
                "\(shown) is not HOST:PORT; the Service redis of namespace infra is redis.infra.svc:6379 here.")
        }
        let (host, port) = try split(word)
        guard let port else {
            let example = Excerpt.of(word.string, limit: 40)
            throw Mistake(
                .invalidAddress, at: word.column(at: word.count),
                "\(shown) lacks its port; write for example \(example):5432.")
        }
        guard let number = Decimal.parse(port.bytes), 1...65535 ~= number else {
            throw Mistake(
                .invalidPort, at: port.column,
                "\(Excerpt.quoted(port.string, limit: 20)) is not the number of a port; ports are 1 to 65535.")
        }
        return .address(host: host, port: number)
    }

    /// The host, checked, and what follows the colon after it; nil without one. For URLs too.
    static func split(_ text: SourceText) throws(Mistake) -> (host: String, port: SourceText?) {
        let colons = text.bytes.indices.filter { text.bytes[$0] == UInt8(ascii: ":") }
        guard text.bytes.first == UInt8(ascii: "[") else {
            guard colons.count <= 1 else {
                let isVersion6 = IPAddressText.isVersion6(text.bytes[...])
                throw Mistake(
                    .invalidAddress, at: text.column(at: colons[1]),
                    "\(Excerpt.quoted(text.string)) has more than one colon; "
                        + (isVersion6 ? "write an IPv6 address as [::1]:5432." : "write HOST:PORT, or [::1]:5432."))
            }
            let colon = colons.first ?? text.count
            let host = try HostName.checked(text.slice(0..<colon))
            return (host, colon < text.count ? text.suffix(from: colon + 1) : nil)
        }
        guard let end = text.bytes.firstIndex(of: UInt8(ascii: "]")), IPAddressText.isVersion6(text.bytes[1..<end]),
            end + 1 == text.count || text.bytes[end + 1] == UInt8(ascii: ":")
        else {
            throw Mistake(
                .invalidAddress, at: text.column,
                "\(Excerpt.quoted(text.string)) is not an IPv6 address in brackets; write for example [::1]:5432.")
        }
        let host = String(decoding: text.bytes[1..<end].map(NameRule.lowercased), as: UTF8.self)
        return (host, end + 1 < text.count ? text.suffix(from: end + 2) : nil)
    }
}
