/// Finds the valid word that somebody probably meant.
package enum Spelling {
    /// The words compared are no longer than this; a longer one is near nothing.
    package static let maximumLength = 64

    /// The candidate nearest to `word`, case ignored, if it is near enough to be worth naming; the first of equals.
    package static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
        let limit = word.utf8.count <= 3 ? 1 : 2
        var best: (word: String, distance: Int)?
        for candidate in candidates {
            guard let distance = distance(word, candidate, limit: limit) else { continue }
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    /// How many insertions, deletions, replacements and swaps of neighbours turn one word into the other, ASCII case
    /// ignored; nil for more than `limit`.
    ///
    /// The optimal string alignment form of the Damerau-Levenshtein distance. Work is bounded by `maximumLength` squared.
    package static func distance(_ first: String, _ second: String, limit: Int) -> Int? {
        let longest = max(first.utf8.count, second.utf8.count)
        guard longest <= maximumLength, longest - min(first.utf8.count, second.utf8.count) <= limit else { return nil }
        let a = first.utf8.map(lowercased)
        let b = second.utf8.map(lowercased)
        var twoAbove = [Int](repeating: 0, count: b.count + 1)
        var above = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in 0..<b.count {
                var cost = min(row[j] + 1, above[j + 1] + 1, above[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, twoAbove[j - 1] + 1) }
                row.append(cost)
            }
            guard let smallest = row.min(), smallest <= limit else { return nil }
            (twoAbove, above) = (above, row)
        }
        return above[b.count] <= limit ? above[b.count] : nil
    }

    /// What to say about an unknown word: the nearest valid one, or else all of them.
    package static func advice(for word: String, among valid: [String]) -> String {
        if let near = nearest(to: word, among: valid) { return "did you mean \(near)?" }
        return valid.count == 1 ? "only \(valid[0]) is valid here." : "valid here are \(valid.joined(separator: ", "))."
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}
