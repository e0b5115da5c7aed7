/// What label keys and values look like (kubernetes.io/docs/concepts/overview/working-with-objects/labels).
package enum LabelSyntax {
    /// An optional DNS subdomain and a slash, then a name of 1 to 63 characters.
    package static func isKey(_ text: ArraySlice<UInt8>) -> Bool { isQualified(text, longest: 63) }

    /// The type of a condition: like a key, but of up to 316 characters (metav1.Condition).
    static func isConditionType(_ text: ArraySlice<UInt8>) -> Bool { isQualified(text, longest: 316) }

    /// Empty, or like a name.
    package static func isValue(_ text: ArraySlice<UInt8>) -> Bool { text.isEmpty || isName(text, longest: 63) }

    private static func isQualified(_ text: ArraySlice<UInt8>, longest: Int) -> Bool {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return isName(text, longest: longest) }
        return NameRule.subdomain.accepts(text[..<slash])
            && isName(text[text.index(after: slash)...], longest: longest)
    }

    /// Letters, digits, `-`, `_` and `.`, a letter or digit at both ends.
    private static func isName(_ text: ArraySlice<UInt8>, longest: Int) -> Bool {
        guard 1...longest ~= text.count, let first = text.first, isAlphanumeric(first) else { return false }
        var last = first
        for byte in text {
            guard
                isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: ".")
            else { return false }
            last = byte
        }
        return isAlphanumeric(last)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
