/// Takes one message's body out of the bytes that follow its head.
package struct BodyDecoder: Sendable {
    private enum State: Sendable {
        case length(Int)
        case chunked(ChunkDecoder)
        case untilClose
        case complete
    }

    private var state: State
    private let limit: Int
    private var received = 0

    /// A decoder that refuses to give more than `limit` bytes in all.
    package init(_ framing: BodyFraming, limit: Int) {
        self.limit = limit
        switch framing {
        case .none, .length(0): state = .complete
        case .length(let count): state = .length(count)
        case .chunked: state = .chunked(ChunkDecoder())
        case .untilClose: state = .untilClose
        }
    }

    /// Whether the whole body has been decoded. A body that ends with the connection is complete only by `close`.
    package var isComplete: Bool {
        if case .complete = state { true } else { false }
    }

    /// Appends what `bytes` hold of the body to `body`, and returns how many bytes were used up: all of them, unless
    /// the body is complete. What is left belongs to the next message.
    ///
    /// Throws with status 413 as soon as the body is known to exceed the limit, before it has come.
    package mutating func decode(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(HTTP1Error) -> Int {
        switch state {
        case .complete:
            return 0
        case .length(let remaining):
            guard remaining <= limit &- received else { throw tooLarge() }
            let count = min(remaining, bytes.count)
            bytes.append(0..<count, to: &body)
            received += count
            state = remaining == count ? .complete : .length(remaining - count)
            return count
        case .untilClose:
            guard bytes.count <= limit - received else { throw tooLarge() }
            bytes.append(0..<bytes.count, to: &body)
            received += bytes.count
            return bytes.count
        case .chunked(var decoder):
            return try decodeChunks(bytes, &decoder, into: &body)
        }
    }

    /// Says that the peer has closed the connection; throws unless the body may end there.
    package mutating func close() throws(HTTP1Error) {
        switch state {
        case .complete, .untilClose: state = .complete
        case .length, .chunked:
            throw HTTP1Error(.truncated, "The connection was closed in the middle of a body.")
        }
    }

    private mutating func decodeChunks(
        _ bytes: Span<UInt8>, _ decoder: inout ChunkDecoder, into body: inout [UInt8]
    ) throws(HTTP1Error) -> Int {
        var index = 0
        while index < bytes.count {
            if decoder.remaining > 0 {
                guard decoder.remaining <= limit - received else { throw tooLarge() }
                let count = min(decoder.remaining, bytes.count - index)
                bytes.append(index..<index + count, to: &body)
                received += count
                decoder.skip(count)
                index += count
                continue
            }
            let isLast = try decoder.take(bytes[index])
            index += 1
            if isLast {
                state = .complete
                return index
            }
        }
        // A chunk that will not fit is refused by its size line, before any of it is waited for.
        guard decoder.remaining <= limit - received else { throw tooLarge() }
        state = .chunked(decoder)
        return index
    }

    private func tooLarge() -> HTTP1Error {
        HTTP1Error(.bodyTooLarge, status: 413, "The body is larger than the \(limit) bytes allowed.")
    }
}
