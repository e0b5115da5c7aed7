import Encodings

/// The chunked transfer coding, byte by byte but for the data (RFC 9112, section 7.1).
///
/// Extensions and trailers are checked and dropped; both are bounded, so that they cannot carry what a body limit
/// forbids.
struct ChunkDecoder: Sendable {
    private enum State: Sendable {
        case firstDigit, size, blankAfterSize, extension_, sizeLineFeed
        case data, dataReturn, dataLineFeed
        case trailerStart, trailerName, trailerValue, trailerLineFeed, lastLineFeed
    }

    /// The most bytes that one chunk's extensions may have.
    static let extensionLimit = 1024
    /// The most bytes that all extensions of a body may have, the first few of each chunk not counted.
    static let allExtensionsLimit = 16384
    /// The most bytes that the trailers may have.
    static let trailerLimit = 16384

    private var state = State.firstDigit
    private var size = 0
    private var extensionBytes = 0
    private var allExtensionBytes = 0
    private var trailerBytes = 0

    /// How many bytes of data stand at the present place: those must be passed with `skip`, not `take`.
    var remaining: Int { state == .data ? size : 0 }

    /// Passes data.
    mutating func skip(_ count: Int) {
        size -= count
        if size == 0 { state = .dataReturn }
    }

    /// Passes one byte that is not data, and says whether it was the body's last.
    mutating func take(_ byte: UInt8) throws(HTTP1Error) -> Bool {
        switch state {
        case .firstDigit, .size, .blankAfterSize, .extension_, .sizeLineFeed:
            try takeSizeLine(byte)
        case .data:
            throw HTTP1Error(.badChunk, "A chunk's data was taken for its frame.")
        case .dataReturn:
            guard byte == 0x0D else { throw HTTP1Error(.badChunk, "A chunk's data is not followed by CRLF.") }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == 0x0A else { throw HTTP1Error(.badChunk, "A chunk's data is not followed by CRLF.") }
            state = .firstDigit
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
            try takeTrailer(byte)
        case .lastLineFeed:
            guard byte == 0x0A else { throw HTTP1Error(.badChunk, "The chunks do not end with CRLF.") }
            return true
        }
        return false
    }

    private mutating func takeSizeLine(_ byte: UInt8) throws(HTTP1Error) {
        switch (state, byte) {
        case (.firstDigit, _):
            guard let digit = Hexadecimal.value(of: byte) else {
                throw HTTP1Error(.badChunk, "\(byte.shown) does not begin a chunk's size.")
            }
            (size, extensionBytes, state) = (Int(digit), 0, .size)
        case (.size, _) where Hexadecimal.value(of: byte) != nil:
            // Four bits less than a whole Int, so that the shift cannot lose any, nor reach the sign.
            guard size < 1 << (Int.bitWidth - 5) else {
                throw HTTP1Error(.badChunk, "A chunk's size does not fit 64 bits.")
            }
            size = size << 4 | Int(Hexadecimal.value(of: byte) ?? 0)
            try countExtension()
        case (.size, 0x0D), (.extension_, 0x0D):
            state = .sizeLineFeed
        case (.size, UInt8(ascii: ";")), (.blankAfterSize, UInt8(ascii: ";")):
            state = .extension_
            try countExtension()
        case (.size, 0x20), (.size, 0x09), (.blankAfterSize, 0x20), (.blankAfterSize, 0x09):
            state = .blankAfterSize
            try countExtension()
        case (.extension_, _) where byte.isText:
            try countExtension()
        case (.sizeLineFeed, 0x0A):
            state = size == 0 ? .trailerStart : .data
        case (.sizeLineFeed, _), (_, 0x0A), (_, 0x0D):
            throw HTTP1Error(.badChunk, "A chunk's size line does not end with CRLF.")
        default:
            throw HTTP1Error(.badChunk, "\(byte.shown) cannot stand in a chunk's size line.")
        }
    }

    /// Leading zeros count as extension too: they carry as little.
    private mutating func countExtension() throws(HTTP1Error) {
        extensionBytes += 1
        // A plain size needs up to 16 digits; only what is longer can be there to wear a reader out.
        if extensionBytes > 16 { allExtensionBytes += 1 }
        guard extensionBytes <= Self.extensionLimit, allExtensionBytes <= Self.allExtensionsLimit else {
            throw HTTP1Error(.badChunk, "A chunk's extensions are longer than allowed.")
        }
    }

    private mutating func takeTrailer(_ byte: UInt8) throws(HTTP1Error) {
        trailerBytes += 1
        guard trailerBytes <= Self.trailerLimit else {
            throw HTTP1Error(
                .headTooLarge, status: 431, "The trailers are larger than the \(Self.trailerLimit) bytes allowed.")
        }
        switch (state, byte) {
        case (.trailerStart, 0x0D): state = .lastLineFeed
        case (.trailerStart, _) where byte.isToken: state = .trailerName
        case (.trailerName, UInt8(ascii: ":")): state = .trailerValue
        case (.trailerName, _) where byte.isToken: break
        case (.trailerValue, 0x0D): state = .trailerLineFeed
        case (.trailerValue, _) where byte.isText: break
        case (.trailerLineFeed, 0x0A): state = .trailerStart
        default: throw HTTP1Error(.badField, "\(byte.shown) stands in the wrong place of a trailer.")
        }
    }
}
