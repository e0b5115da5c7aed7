import Manifests

/// Where in the text of a manifest a character of a string stands.
enum ScalarPlace {
    /// The byte at which the character `column`, from 1, of the string `node` stands in `text`. For a string that is folded,
    /// or has escapes before that character, where the string begins.
    static func offset(ofColumn column: Int, in node: ManifestNode, _ text: [UInt8]) -> Int? {
        guard let origin = node.origin, let value = node.string, node.style != .alias else {
            return node.origin?.lowerBound
        }
        let wanted = Array(String(value.unicodeScalars.prefix(max(column - 1, 0)).map(Character.init)).utf8)
        guard let first = text[origin].first else { return origin.lowerBound }
        if first == UInt8(ascii: "|") {
            return literal(wanted, text, origin)
        }
        let start =
            first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") ? origin.lowerBound + 1 : origin.lowerBound
        guard start + wanted.count <= origin.upperBound, text[start..<start + wanted.count].elementsEqual(wanted) else {
            return origin.lowerBound
        }
        return start + wanted.count
    }

    /// Inside a literal block each line has the same indentation before it.
    private static func literal(_ wanted: [UInt8], _ text: [UInt8], _ origin: Range<Int>) -> Int {
        let newline = UInt8(ascii: "\n")
        guard let header = text[origin].firstIndex(of: newline) else { return origin.lowerBound }
        var lineStart = header + 1
        let firstLine = text[lineStart..<origin.upperBound].firstIndex { $0 != UInt8(ascii: " ") && $0 != newline }
        guard let firstLine else { return origin.lowerBound }
        let begin = (text[..<firstLine].lastIndex(of: newline) ?? header) + 1
        let indentation = firstLine - begin
        let lines = wanted.split(separator: newline, omittingEmptySubsequences: false)
        for _ in lines.dropFirst() {
            guard let end = text[lineStart..<origin.upperBound].firstIndex(of: newline) else {
                return origin.lowerBound
            }
            lineStart = end + 1
        }
        return min(lineStart + indentation + (lines.last?.count ?? 0), origin.upperBound)
    }
}
