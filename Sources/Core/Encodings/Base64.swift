/// Base64 with padding (RFC 4648 section 4), as Go's encoding/json writes byte slices and kubeconfigs hold certificates.
package enum Base64 {
    private static let alphabet = [UInt8]("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The two digits of each number of twelve bits, the first in the lower byte.
    private static let pairs = (0..<4096).map { UInt16(alphabet[$0 >> 6]) | UInt16(alphabet[$0 & 63]) << 8 }

    /// Appends the encoding of `bytes` to `text`.
    package static func encode(_ bytes: [UInt8], into text: inout [UInt8]) {
        let source = bytes.span
        let wholeGroups = source.count / 3
        text.append(addingCapacity: (source.count + 2) / 3 * 4) { output in
            // Checking each index would cost more than the encoding does; the two bounds are these counts of groups.
            unsafe pairs.withUnsafeBufferPointer { pairs in
                unsafe output.withUnsafeMutableBufferPointer { buffer, count in
                    let text = UnsafeMutableRawBufferPointer(buffer)
                    for group in 0..<wholeGroups {
                        let start = group &* 3
                        let bits =
                            unsafe Int(source[unchecked: start]) << 16 | Int(source[unchecked: start &+ 1]) << 8
                            | Int(source[unchecked: start &+ 2])
                        unsafe text.storeBytes(of: pairs[bits >> 12].littleEndian, toByteOffset: count, as: UInt16.self)
                        unsafe text.storeBytes(
                            of: pairs[bits & 4095].littleEndian, toByteOffset: count &+ 2, as: UInt16.self)
                        count &+= 4
                    }
                }
            }
            appendRest(of: source, from: wholeGroups * 3, to: &output)
        }
    }

    /// The last one or two bytes, padded.
    private static func appendRest(of source: Span<UInt8>, from start: Int, to output: inout OutputSpan<UInt8>) {
        guard start < source.count else { return }
        let hasTwo = start + 1 < source.count
        let bits = Int(source[start]) << 16 | (hasTwo ? Int(source[start + 1]) << 8 : 0)
        output.append(alphabet[bits >> 18])
        output.append(alphabet[bits >> 12 & 63])
        output.append(hasTwo ? alphabet[bits >> 6 & 63] : UInt8(ascii: "="))
        output.append(UInt8(ascii: "="))
    }

    /// The bytes that a text stands for, white space between its characters ignored; nil when it is not Base64.
    package static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count / 4 * 3)
        var bits: UInt32 = 0
        var characters = 0
        var padding = 0
        for byte in text.utf8 {
            if byte == 0x0A || byte == 0x0D || byte == 0x20 { continue }
            characters += 1
            if byte == UInt8(ascii: "=") {
                padding += 1
                bits <<= 6
            } else {
                guard padding == 0, let value = value(byte) else { return nil }
                bits = bits << 6 | value
            }
            guard characters % 4 == 0 else { continue }
            bytes += [
                UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8),
                UInt8(truncatingIfNeeded: bits),
            ]
            bits = 0
        }
        guard characters % 4 == 0, padding <= 2 else { return nil }
        bytes.removeLast(min(padding, bytes.count))
        return bytes
    }

    private static func value(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
