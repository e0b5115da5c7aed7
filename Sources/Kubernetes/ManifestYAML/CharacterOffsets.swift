/// Turns libyaml's positions, which count characters, into bytes.
struct CharacterOffsets {
    private let count: Int
    /// The byte at which each character begins; nil where each is one byte.
    private let starts: [Int]?
    /// The byte order mark before the first character, which libyaml does not count.
    private let skipped: Int

    /// The characters of a text; nil where it is not UTF-8.
    init?(_ bytes: [UInt8]) {
        count = bytes.count
        skipped = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard bytes.contains(where: { $0 >= 0x80 }) else {
            starts = nil
            return
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        starts = bytes.indices.dropFirst(skipped).filter { bytes[$0] & 0xC0 != 0x80 }
    }

    /// The byte of a character; the text's end for one beyond it.
    func byte(_ character: Int) -> Int {
        guard let starts else { return min(character, count) }
        return character < starts.count ? starts[character] : count
    }
}
