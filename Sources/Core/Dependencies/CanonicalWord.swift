/// One word of canonical text, in quotes where it needs them.
enum CanonicalWord {
    /// The word as the scanner reads it back unchanged.
    static func of(_ word: String) -> String {
        guard word.isEmpty || hasSpecial(word.utf8.span) else { return word }
        var scanner = ListScanner(word)
        if let item = scanner.next(), item.mistake == nil, item.words.count == 1,
            item.words[0].bytes.elementsEqual(word.utf8), scanner.next() == nil
        {
            return word
        }
        var quoted: [UInt8] = [UInt8(ascii: "\"")]
        for byte in word.utf8 {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { quoted.append(UInt8(ascii: "\\")) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "\""))
        return String(decoding: quoted, as: UTF8.self)
    }

    private static func hasSpecial(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices where isSpecial(bytes[index]) { return true }
        return false
    }

    /// What may make a word need quotes: whatever the scanner acts on.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case " ", "\t", "\r", "\n", ",", "\"", "\\", "(", ")", "[", "]", "{", "}", "#": true
        default: false
        }
    }
}
