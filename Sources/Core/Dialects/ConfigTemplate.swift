import Encodings

/// A configuration file with placeholders, as kubernetes-entrypoint renders it (Go's text/template).
///
/// Understood are `{{ .IP }}`, `{{ .IP_ERLANG }}`, `{{ .HOSTNAME }}`, comments, a quoted string that stands for itself,
/// as in `{{ "{{" }}`, and the marks `{{-` and `-}}`, which remove the white space before and after. Any other action is
/// an error: a file is written whole and right, or not at all.
package struct ConfigTemplate: Hashable, Sendable {
    /// The largest template and the largest rendering, in bytes; a ConfigMap holds no more than 1 MiB.
    package static let maximumBytes = 4 << 20

    /// What the placeholders stand for.
    package struct Values: Hashable, Sendable {
        /// `{{ .IP }}`. `{{ .IP_ERLANG }}` is the same with commas in place of its dots.
        package let address: String
        /// `{{ .HOSTNAME }}`.
        package let hostName: String

        /// An IP address and a host name.
        package init(address: String, hostName: String) {
            self.address = address
            self.hostName = hostName
        }
    }

    private enum Piece: Hashable, Sendable {
        case text([UInt8])
        case address
        case erlangAddress
        case hostName
    }

    private let pieces: [Piece]

    /// Reads a template. Work and memory grow with its length only.
    package init(parsing text: [UInt8]) throws(ConfigTemplateError) {
        guard text.count <= Self.maximumBytes else { throw .tooLarge() }
        var pieces: [Piece] = []
        var rest = text[...]
        var trimsNext = false
        while let open = Self.firstIndex(of: "{{", in: rest) {
            var literal = rest[..<open]
            rest = rest[(open + 2)...]
            if trimsNext { literal = literal.drop(while: Self.isSpace) }
            if rest.first == UInt8(ascii: "-"), rest.dropFirst().first.map(Self.isSpace) == true {
                while literal.last.map(Self.isSpace) == true { literal.removeLast() }
                rest = rest.dropFirst()
            }
            if !literal.isEmpty { pieces.append(.text(Array(literal))) }
            let line = { 1 + text[..<open].count { $0 == UInt8(ascii: "\n") } }
            guard let end = Self.end(of: rest) else { throw .unclosed(line: line()) }
            var action = rest[..<end]
            rest = rest[(end + 2)...]
            trimsNext = action.last == UInt8(ascii: "-") && action.dropLast().last.map(Self.isSpace) == true
            if trimsNext { action = action.dropLast() }
            guard let piece = Self.piece(action) else {
                throw .unknown(String(decoding: action, as: UTF8.self), line: line())
            }
            pieces.append(piece)
        }
        let literal = trimsNext ? rest.drop(while: Self.isSpace) : rest
        if !literal.isEmpty { pieces.append(.text(Array(literal))) }
        self.pieces = pieces
    }

    /// Whether an address is asked for.
    package var needsAddress: Bool { pieces.contains(.address) || pieces.contains(.erlangAddress) }

    /// The file's contents.
    package func rendered(_ values: Values) throws(ConfigTemplateError) -> [UInt8] {
        var result: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .text(let bytes): result += bytes
            case .address: result += values.address.utf8
            case .erlangAddress: result += values.address.utf8.map { $0 == UInt8(ascii: ".") ? UInt8(ascii: ",") : $0 }
            case .hostName: result += values.hostName.utf8
            }
            guard result.count <= Self.maximumBytes else { throw .tooLarge() }
        }
        return result
    }

    /// Where the `}}` of the action stands that begins the text; one in a quoted string or a comment does not count.
    private static func end(of text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex
        var quote: UInt8?
        let content = text.drop(while: isSpace)
        if content.starts(with: "/*".utf8) {
            guard let close = firstIndex(of: "*/", in: content.dropFirst(2)) else { return nil }
            index = close + 2
        }
        while index < text.endIndex {
            let byte = text[index]
            if let open = quote {
                if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") { index += 1 }
                if byte == UInt8(ascii: "\n"), open == UInt8(ascii: "\"") { return nil }
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
                quote = byte
            } else if byte == UInt8(ascii: "}"), index + 1 < text.endIndex, text[index + 1] == byte {
                return index
            }
            index += 1
        }
        return nil
    }

    private static func piece(_ action: ArraySlice<UInt8>) -> Piece? {
        var content = action.drop(while: isSpace)
        while content.last.map(isSpace) == true { content.removeLast() }
        if content.count >= 4, content.starts(with: "/*".utf8), content.suffix(2).elementsEqual("*/".utf8) {
            return .text([])
        }
        if let first = content.first, content.count >= 2, content.last == first {
            if first == UInt8(ascii: "`") {
                let inner = content.dropFirst().dropLast()
                return inner.contains(first) ? nil : .text(Array(inner))
            }
            if first == UInt8(ascii: "\"") { return unquoted(content.dropFirst().dropLast()).map(Piece.text) }
        }
        switch String(decoding: content, as: UTF8.self) {
        case ".IP": return .address
        case ".IP_ERLANG": return .erlangAddress
        case ".HOSTNAME": return .hostName
        default: return nil
        }
    }

    private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return nil
            case UInt8(ascii: "\\"):
                switch rest.popFirst() {
                case UInt8(ascii: "n"): result.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "t"): result.append(UInt8(ascii: "\t"))
                case let escaped? where escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\"):
                    result.append(escaped)
                default: return nil
                }
            default: result.append(byte)
            }
        }
        return result
    }

    private static func firstIndex(of pair: StaticString, in text: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(pair.description.utf8)
        var index = text.startIndex
        while index + 1 < text.endIndex {
            if text[index] == wanted[0], text[index + 1] == wanted[1] { return index }
            index += 1
        }
        return nil
    }

    /// A blank, tab, carriage return or line feed: what the marks remove.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }
}
