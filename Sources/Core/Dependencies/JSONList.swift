import JSONText

/// A list in the JSON form: where its elements stand, and the first thing wrong with it as JSON.
///
/// The whole text is validated before any element is looked into, but what stands before a mistake can still be read.
struct JSONList {
    /// One element.
    struct Element {
        /// What it is.
        let kind: JSONKind
        /// Where it stands among the bytes of the list.
        let range: Range<Int>
    }

    /// The text of the list.
    let source: SourceText
    /// Its elements, of which no more are kept than one above what a pod may have.
    private(set) var elements: [Element] = []
    /// What is wrong with the text.
    private(set) var mistake: Mistake?

    /// Whether a value is of the JSON form: it begins with `[` followed by `{`, `"` or `]`.
    static func isOne(_ value: String) -> Bool {
        let bytes = value.utf8.span
        let first = firstVisible(bytes, from: 0)
        guard first < bytes.count, bytes[first] == UInt8(ascii: "[") else { return false }
        let second = firstVisible(bytes, from: first + 1)
        guard second < bytes.count else { return false }
        switch bytes[second] {
        case UInt8(ascii: "{"), UInt8(ascii: "\""), UInt8(ascii: "]"): return true
        default: return false
        }
    }

    private static func firstVisible(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] <= UInt8(ascii: " ") { index += 1 }
        return index
    }

    /// Looks for the elements of a value.
    init(_ value: String) {
        let source = SourceText(value)
        self.source = source
        do throws(JSONError) {
            var reader = JSONReader(source.bytes.span)
            try reader.beginArray()
            while try reader.nextElement() {
                let kind = try reader.peek()
                let range = try reader.skipValue()
                if elements.count <= WaitQuestion.maximumDependencies {
                    elements.append(Element(kind: kind, range: range))
                }
            }
            try reader.end()
        } catch {
            mistake = Self.mistake(error, in: source)
        }
    }

    /// The text of an element as it is written.
    func text(_ element: Element) -> String { source.slice(element.range).string }

    /// The column of an element.
    func column(_ element: Element) -> Int { source.column(at: element.range.lowerBound) }

    /// The dependencies that an element asks for: one for a string, one for each field and condition of an object.
    func read(_ element: Element, by items: ItemReader) throws(Mistake) -> [ItemReader.Reading] {
        switch element.kind {
        case .string:
            let item = source.decodedJSONString(element.range)
            var scanner = ListScanner(item)
            guard let first = scanner.next() else {
                throw Mistake(.emptyItem, at: column(element), "A string of this list is empty; take it out.")
            }
            if first.mistake == nil, let other = scanner.next() {
                throw Mistake(.unsupportedForm, at: other.column, "One string names one dependency; make this another.")
            }
            return [try items.read(first)]
        case .object:
            var object = JSONDependency(source, at: element.range)
            if let mistake = object.read() { throw mistake }
            return try object.dependencies(by: items).map { .init(dependency: $0, isPortOrName: false) }
        default:
            throw Mistake(
                .invalidJSON, at: column(element),
                "The list holds strings and objects, but this is of type \(element.kind.rawValue).")
        }
    }

    /// What a reader found wrong at a byte from `base` on.
    static func mistake(_ error: JSONError, in source: SourceText, base: Int = 0) -> Mistake {
        let subject = error.code == .wrongType ? "A member has the wrong type" : "This is not JSON"
        return Mistake(.invalidJSON, at: source.column(at: base + error.offset), "\(subject): \(error.message).")
    }
}
