/// How much of a head is read before it is refused. All sizes in bytes.
package struct HTTP1Limits: Hashable, Sendable {
    /// The longest request or status line, without its line end: beyond it 414.
    package var startLineBytes: Int
    /// The longest head, from the start line to the empty line: beyond it 431. Trailers have the same limit.
    package var headBytes: Int
    /// The most header fields: beyond it 431.
    package var fieldCount: Int

    /// These limits; each one left out is a safe default.
    package init(startLineBytes: Int = 8192, headBytes: Int = 16384, fieldCount: Int = 100) {
        self.startLineBytes = startLineBytes
        self.headBytes = headBytes
        self.fieldCount = fieldCount
    }
}
