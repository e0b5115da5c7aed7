/// One value of a manifest, and where it stands in the text.
///
/// What is written anew stands nowhere yet. Numbers keep their text, so that nothing of them is lost.
package struct ManifestNode: Sendable {
    /// What it is.
    package enum Content: Sendable {
        case null
        case boolean(Bool)
        /// A number as JSON writes it.
        case number(String)
        case string(String)
        case mapping([Member])
        case sequence([ManifestNode])
    }

    /// How it is written.
    package enum Style: Hashable, Sendable {
        /// A collection by indentation.
        case block
        /// A collection in brackets, and every scalar that stands where it is read.
        case flow
        /// `*name`: what stands elsewhere.
        case alias
    }

    /// One member of a mapping.
    package struct Member: Sendable {
        /// Its key.
        package let key: String
        /// Where the key stands; nil for one that was merged in (`<<`), or is new.
        package let keyOrigin: Range<Int>?
        /// Its value.
        package var value: ManifestNode

        /// A member; without `keyOrigin` one that does not stand in its mapping.
        package init(key: String, keyOrigin: Range<Int>? = nil, value: ManifestNode) {
            self.key = key
            self.keyOrigin = keyOrigin
            self.value = value
        }
    }

    /// What it is.
    package var content: Content
    /// The bytes of the text that it takes, from the first to after the last that belongs to it; nil for what is new.
    package let origin: Range<Int>?
    /// How it is written.
    package let style: Style

    /// A value; without `origin` a new one.
    package init(_ content: Content, origin: Range<Int>? = nil, style: Style = .flow) {
        self.content = content
        self.origin = origin
        self.style = style
    }

    // MARK: Looking into it

    /// The members of a mapping, none of anything else.
    package var members: [Member] {
        if case .mapping(let members) = content { members } else { [] }
    }

    /// The elements of a sequence, none of anything else.
    package var elements: [ManifestNode] {
        if case .sequence(let elements) = content { elements } else { [] }
    }

    /// The text of a string; nil for anything else.
    package var string: String? {
        if case .string(let text) = content { text } else { nil }
    }

    /// The value of a whole number; nil for anything else.
    package var integer: Int? {
        if case .number(let text) = content { Int(text) } else { nil }
    }

    /// Whether it is null.
    package var isNull: Bool {
        if case .null = content { true } else { false }
    }

    /// A mapping or a sequence.
    package var isCollection: Bool {
        switch content {
        case .mapping, .sequence: true
        default: false
        }
    }

    /// The value of a key; nil where there is none, or it is null.
    package subscript(_ key: String) -> ManifestNode? {
        member(key).flatMap { $0.value.isNull ? nil : $0.value }
    }

    /// The member of that key, byte for byte; nil where there is none.
    package func member(_ key: String) -> Member? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }
    }

    /// The strings of a mapping from strings to strings, in order; others are left out.
    package var strings: [(key: String, value: String)] {
        members.compactMap { member in member.value.string.map { (member.key, $0) } }
    }

    /// Whether it says the same, wherever it stands and however it is written.
    package func isEqual(to other: ManifestNode) -> Bool {
        switch (content, other.content) {
        case (.null, .null): true
        case (.boolean(let one), .boolean(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.mapping(let one), .mapping(let other)):
            // Members that were merged in may come in another place.
            one.count == other.count
                && one.allSatisfy { member in
                    other.first { $0.key.utf8.elementsEqual(member.key.utf8) }?.value.isEqual(to: member.value) == true
                }
        case (.sequence(let one), .sequence(let other)):
            one.elementsEqual(other) { $0.isEqual(to: $1) }
        default: false
        }
    }
}
