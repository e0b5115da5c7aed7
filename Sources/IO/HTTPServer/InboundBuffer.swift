/// Bytes that have come and have not been used.
struct InboundBuffer {
    private let keepsMemory: Bool
    private var bytes: [UInt8] = []
    private var start = 0

    /// The most bytes of memory that are kept.
    private static let mostKept = 16_384

    /// An empty buffer. One that does not keep its memory has none while it is empty.
    init(keepsMemory: Bool = false) {
        self.keepsMemory = keepsMemory
    }

    /// Whether everything that was read has been taken.
    var isEmpty: Bool { start == bytes.count }

    /// How many bytes have been read and not taken.
    var count: Int { bytes.count - start }

    /// Calls `body` with what is left.
    func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes.span.extracting(start...))
    }

    /// Adds bytes at the end.
    mutating func append(_ more: UnsafeRawBufferPointer) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Uses up the first `count` bytes.
    mutating func drop(_ count: Int) {
        start += count
        guard isEmpty else { return }
        bytes.removeAll(keepingCapacity: keepsMemory && bytes.capacity <= Self.mostKept)
        start = 0
    }
}
