/// Splits an annotation's value into items and items into words: the one tokenizer of the grammar.
///
/// `list = item *( sep item ) [sep]`, where a separator is a comma or a newline. Separators and blanks inside `()`, `[]`,
/// `{}` and `"…"` do not separate. Quotes are removed, with `\"` and `\\` undone, except inside brackets, where they
/// belong to the expression. `#` at the start of a line or after a blank opens a comment to the end of the line.
///
/// A comma between two digits of `status=200,401` does not separate either.
///
/// Each byte is looked at a bounded number of times, whatever it is.
struct ListScanner {
    private let bytes: [UInt8]
    /// Where the bytes stand, when they are a part of something larger.
    private let source: SourceText?
    private var index = 0
    /// The column of the byte at `index`, from 1.
    private var column = 1
    private var hasItemSinceComma = false

    /// A scanner at the first character of an annotation's value.
    init(_ value: String) {
        bytes = Array(value.utf8)
        source = nil
    }

    /// A scanner at the first character of a part of an annotation's value.
    init(_ part: SourceText) {
        bytes = part.bytes
        source = part
        column = part.column
    }

    /// The next item, or nil at the end of the value. A comma with no item before it is an item with a mistake.
    mutating func next() -> ListItem? {
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\n"):
                advance()
            case let byte where Self.isBlank(byte):
                advance()
            case UInt8(ascii: "#") where opensComment:
                skipComment()
            case UInt8(ascii: ","):
                let place = column
                advance()
                guard hasItemSinceComma else {
                    let message = "There is no name before this comma; take the comma out."
                    return ListItem(column: place, mistake: Mistake(.emptyItem, at: place, message))
                }
                hasItemSinceComma = false
            default:
                hasItemSinceComma = true
                return scanItem()
            }
        }
        return nil
    }

    /// Reads from the first byte of an item up to the separator or comment after it.
    private mutating func scanItem() -> ListItem {
        let start = index
        var end = index
        var item = ListItem(column: column)
        var builder = WordBuilder()
        while index < bytes.count {
            let byte = bytes[index]
            if Self.isPlain(byte), source == nil {
                let run = bytes[index...].prefix(while: Self.isPlain)
                builder.append(run, at: column)
                advance(over: run.count)
                end = index
                continue
            }
            if !builder.isInBrackets {
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: ",") && !continuesStatus(builder) { break }
                if byte == UInt8(ascii: "#"), opensComment { break }
                if Self.isBlank(byte) {
                    builder.endWord()
                    advance()
                    continue
                }
            }
            if byte == UInt8(ascii: "\"") {
                scanQuotes(into: &builder)
            } else {
                builder.append(byte, at: column)
                advance()
            }
            end = index
        }
        (item.words, item.mistake) = builder.finish()
        item.text = String(decoding: bytes[start..<end], as: UTF8.self)
        return item
    }

    /// Reads `"…"` from its opening quote to after its closing one.
    private mutating func scanQuotes(into builder: inout WordBuilder) {
        let opening = column
        builder.beginQuotes(at: opening)
        advance()
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count,
                bytes[index + 1] == UInt8(ascii: "\"") || bytes[index + 1] == UInt8(ascii: "\\")
            {
                builder.appendEscapeSign(at: column)
                advance()
            }
            builder.appendQuoted(bytes[index], at: column)
            advance()
        }
        guard index < bytes.count else {
            builder.note(Mistake(.unclosedQuote, at: opening, "The quote that opens here is never closed."))
            return
        }
        builder.endQuotes(at: column)
        advance()
    }

    /// Whether the comma at the index belongs to `status=200-299,401`: no item begins with a digit where that option fits.
    private func continuesStatus(_ builder: WordBuilder) -> Bool {
        builder.endsInStatus && index + 1 < bytes.count && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index + 1]
    }

    private mutating func skipComment() {
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { advance() }
    }

    private mutating func advance() {
        index += 1
        if let source {
            column = source.column(at: index)
        } else if index < bytes.count, !SourceText.isContinuation(bytes[index]) {
            column += 1
        }
    }

    /// Passes so many ASCII characters.
    private mutating func advance(over count: Int) {
        index += count - 1
        column += count - 1
        advance()
    }

    /// Whether the `#` at the index stands where a comment can begin.
    private var opensComment: Bool {
        index == 0 || bytes[index - 1] == UInt8(ascii: "\n") || Self.isBlank(bytes[index - 1])
    }

    /// What most names are made of, and the scanner never acts on.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "-")...UInt8(ascii: ":"):
            true
        default: false
        }
    }

    /// A space, a tab, or the carriage return of a file written elsewhere.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
