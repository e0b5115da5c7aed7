/// Collects the words of one item and watches over its brackets.
struct WordBuilder {
    /// More words than an item can have without repeating an option, which is refused: further ones need not be kept.
    private static let mostWords = 32

    private var words: [SourceText] = []
    private var word: SourceText?
    /// The brackets that are open, outermost first, with their columns.
    private var open: [(closing: UInt8, column: Int)] = []
    private var mistake: Mistake?

    /// Whether separators and blanks belong to the word at present.
    var isInBrackets: Bool { !open.isEmpty }

    /// Whether the present word is the option `status=` and ends in a digit.
    var endsInStatus: Bool {
        guard let word, let last = word.bytes.last, UInt8(ascii: "0")...UInt8(ascii: "9") ~= last else { return false }
        return word.bytes.starts(with: "status=".utf8)
    }

    /// Adds a byte that stands outside quotes.
    mutating func append(_ byte: UInt8, at column: Int) {
        switch byte {
        case UInt8(ascii: "("): open.append((UInt8(ascii: ")"), column))
        case UInt8(ascii: "["): open.append((UInt8(ascii: "]"), column))
        case UInt8(ascii: "{"): open.append((UInt8(ascii: "}"), column))
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): close(byte, at: column)
        default: break
        }
        add(byte, at: column)
    }

    /// Adds characters that stand one after another, none of which means anything outside quotes.
    mutating func append(_ run: ArraySlice<UInt8>, at column: Int) {
        if word == nil { word = SourceText(at: column) }
        word?.append(run, at: column)
    }

    /// Begins quoted text, which may be empty and still is a word.
    mutating func beginQuotes(at column: Int) {
        if isInBrackets { add(UInt8(ascii: "\""), at: column) } else if word == nil { word = SourceText(at: column) }
    }

    /// Ends quoted text.
    mutating func endQuotes(at column: Int) {
        if isInBrackets { add(UInt8(ascii: "\""), at: column) }
    }

    /// Adds a byte of quoted text.
    mutating func appendQuoted(_ byte: UInt8, at column: Int) { add(byte, at: column) }

    /// Adds the backslash of an escape where escapes are kept: inside brackets.
    mutating func appendEscapeSign(at column: Int) {
        if isInBrackets { add(UInt8(ascii: "\\"), at: column) }
    }

    /// Ends the present word, if there is one.
    mutating func endWord() {
        if let word, words.count < Self.mostWords { words.append(word) }
        word = nil
    }

    /// Keeps the first mistake; a later one is not even made.
    mutating func note(_ new: @autoclosure () -> Mistake) {
        if mistake == nil { mistake = new() }
    }

    /// Ends the item.
    mutating func finish() -> (words: [SourceText], mistake: Mistake?) {
        endWord()
        if let (closing, column) = open.first {
            let wanted = Character(Unicode.Scalar(closing))
            note(Mistake(.unclosedBracket, at: column, "The bracket that opens here is never closed by \"\(wanted)\"."))
        }
        return (words, mistake)
    }

    private mutating func close(_ byte: UInt8, at column: Int) {
        guard open.last?.closing == byte else {
            note(
                Mistake(
                    .unexpectedBracket, at: column,
                    "There is no open bracket that \"\(Character(Unicode.Scalar(byte)))\" could close."))
            // What is open now cannot be trusted: the next separator is to end the item, not to be swallowed.
            open.removeAll()
            return
        }
        open.removeLast()
    }

    private mutating func add(_ byte: UInt8, at column: Int) {
        if word == nil { word = SourceText(at: column) }
        word?.append(byte, at: column)
    }
}
