import HTTP1

/// One message as a parser gave it, to be compared with another reading of the same bytes.
struct HTTPMessage: Hashable {
    /// A field as it was sent.
    struct Field: Hashable {
        /// Its name.
        let name: String
        /// Its value, without blanks around.
        let value: String

        /// The name as names are compared.
        var lowercasedName: String { name.lowercased() }
    }

    /// It is a response.
    let isResponse: Bool
    /// The response to a HEAD.
    let answersHead: Bool
    /// Method and target, or the status.
    let start: [String]
    /// 0 for HTTP/1.0.
    let minorVersion: Int
    /// All fields.
    let fields: [Field]
    /// How the body's end is found.
    let framing: BodyFraming
    /// The connection serves more.
    let keepsAlive: Bool
    /// The head's bytes.
    let head: [UInt8]
    /// The body, complete.
    var body: [UInt8] = []

    /// The fields but those that the writer makes itself.
    var plainFields: [Field] {
        fields.filter { !["content-length", "transfer-encoding"].contains($0.lowercasedName) }
    }

    /// The values of the fields of that name, which is in small letters.
    func values(of name: String) -> [String] { fields.filter { $0.lowercasedName == name }.map(\.value) }
}

/// What a connection sent: messages, and how it ended.
struct HTTPTranscript: Hashable {
    /// The complete messages.
    var messages: [HTTPMessage] = []
    /// What was wrong, if anything was.
    var error: HTTP1Error?
    /// Bytes after the last message that was complete, or what of the last one had come.
    var rest = 0
}
