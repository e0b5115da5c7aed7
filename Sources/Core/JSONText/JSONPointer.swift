/// A JSON Pointer (RFC 6901): the path of a value in a document, as JSON Patch writes it.
package struct JSONPointer: Hashable, Sendable, CustomStringConvertible {
    /// The pointer's text: empty for the whole document, else `/`-separated escaped tokens.
    package let description: String

    /// The pointer to the whole document.
    package static let root = JSONPointer(description: "")

    /// This pointer with one more reference token, escaped as RFC 6901 section 3 says.
    package func appending(_ token: String) -> JSONPointer {
        var text = description + "/"
        guard token.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return JSONPointer(description: text + token)
        }
        for character in token.unicodeScalars {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(character)
            }
        }
        return JSONPointer(description: text)
    }

    /// This pointer with an array index.
    package func appending(_ index: Int) -> JSONPointer { appending(String(index)) }
}
