import Encodings

/// Which labels the object must carry to count: `match=`.
package enum Match: Hashable, Sendable, CustomStringConvertible {
    /// Labels that this selector matches: `match=(app=web,tier in (a,b))`.
    case selector(LabelSelector)
    /// This label with the value that the waiting pod's own has: `match=pod:app.kubernetes.io/version`.
    case podLabel(String)

    /// The text after `match=`.
    package var description: String {
        switch self {
        case .selector(let selector): "(\(selector))"
        case .podLabel(let label): "pod:\(label)"
        }
    }

    /// Parses the text after `match=`; parentheses round a selector may be left out.
    init(_ text: SourceText) throws(Mistake) {
        let prefix = "pod:"
        if text.bytes.starts(with: prefix.utf8) {
            let label = text.suffix(from: prefix.utf8.count)
            guard LabelSyntax.isKey(label.bytes[...]) else {
                throw Mistake(
                    .invalidSelector, at: label.column,
                    "\(Excerpt.quoted(label.string)) is not a label; write match=pod:app.kubernetes.io/version.")
            }
            self = .podLabel(label.string)
            return
        }
        guard text.bytes.first == UInt8(ascii: "(") else {
            self = .selector(try LabelSelector(text))
            return
        }
        guard text.bytes.last == UInt8(ascii: ")") else {
            throw Mistake(
                .invalidSelector, at: text.column(at: text.count),
                "A selector ends with its closing parenthesis; write match=(app=web).")
        }
        self = .selector(try LabelSelector(text.slice(1..<text.count - 1)))
    }
}
