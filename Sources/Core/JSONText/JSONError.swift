/// Why a text is not the JSON that a reader expected.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of mistake, free of dynamic values, so that they can label a metric.
    package enum Code: String, Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte
        case invalidString
        case invalidUTF8
        case invalidNumber
        case wrongType
        case tooDeep
        case trailingBytes
    }

    /// What kind of mistake it is.
    package let code: Code
    /// The byte at which it was noticed, from 0.
    package let offset: Int
    /// One sentence with the offending value.
    package let message: String

    /// A mistake at the byte `offset`, from 0, of the text that the reader was given.
    package init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    package var description: String { "invalid JSON at byte \(offset): \(message)" }
}

extension JSONError {
    /// The text stops where more must follow.
    static func unexpectedEnd(at offset: Int) -> JSONError {
        JSONError(.unexpectedEnd, at: offset, "the text ends too early")
    }

    /// A byte that cannot stand where `wanted` must.
    static func unexpected(_ byte: UInt8, at offset: Int, _ wanted: String) -> JSONError {
        let shown = 0x21...0x7E ~= byte ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
        return JSONError(.unexpectedByte, at: offset, "expected \(wanted), found \(shown)")
    }

    /// A container deeper than any that Kubernetes sends.
    static func tooDeep(at offset: Int) -> JSONError {
        JSONError(.tooDeep, at: offset, "nested deeper than \(JSONReader.maximumDepth) levels")
    }
}
