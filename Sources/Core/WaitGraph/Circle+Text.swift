extension Circle {
    /// What it means for its pods: the end of a sentence that has spelt it out, without its full stop.
    package var consequence: String {
        isSelfWait
            ? "only these pods themselves bring about what they wait for, so none of them ever starts"
            : "each of them waits for the next, so none of them ever starts"
    }

    /// It spelt out in at most `limit` characters, if it can be: of one that is longer the middle is left out, since where it
    /// begins and what leads back there say most.
    package func text(limit: Int) -> String {
        let whole = description
        guard whole.unicodeScalars.count > limit else { return whole }
        let arrow = " → "
        let words = self.words
        guard words.count > 3 else { return whole }
        let last = words[words.count - 1]
        var front = words[0] + arrow + words[1]
        for word in words[2..<(words.count - 1)] {
            let longer = front + arrow + word
            guard (longer + arrow + "..." + arrow + last).unicodeScalars.count <= limit else { break }
            front = longer
        }
        return front + arrow + "..." + arrow + last
    }
}
