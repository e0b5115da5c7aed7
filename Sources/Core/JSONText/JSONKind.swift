/// The six kinds of JSON value (RFC 8259 section 3).
package enum JSONKind: String, Hashable, Sendable {
    case object
    case array
    case string
    case number
    case boolean
    case null
}
