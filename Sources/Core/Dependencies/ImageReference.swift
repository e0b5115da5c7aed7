import Encodings

/// The outer form of a container image's reference; the kubelet knows the rest.
enum ImageReference {
    /// Checks that a text could be an image and returns it.
    static func checked(_ text: SourceText) throws(Mistake) -> String {
        guard 1...512 ~= text.count else {
            throw Mistake(.invalidImage, at: text.column, "An image's reference has 1 to 512 characters.")
        }
        if let wrong = text.bytes.firstIndex(where: { !(0x21...0x7E ~= $0) }) {
            throw Mistake(
                .invalidImage, at: text.column(at: wrong),
                "\(Excerpt.quoted(text.string)) is not an image: it has a blank or a sign that no image has.")
        }
        return text.string
    }
}
