import Admission
import JSONText

/// A webhook's answer taken apart again.
struct ReviewAnswer {
    let answer: AdmissionAnswer
    let response: JSONTree
    /// The patch's text; nil where nothing changes.
    let patch: [UInt8]?

    init(_ answer: AdmissionAnswer) throws {
        self.answer = answer
        let review = try JSONTree(answer.body)
        response = review["response"] ?? .scalar("null")
        patch = try response["patch"]?.string.map(Self.decodeBase64)
    }

    var isAllowed: Bool { response["allowed"] == .scalar("true") }
    var warnings: [String] { response["warnings"]?.elements.compactMap(\.string) ?? [] }
    var message: String? { response["status"]?["message"]?.string }

    /// The patch's operations, one a line, for people to read and compare.
    var text: String {
        get throws {
            var lines = ["outcome: \(answer.outcome.rawValue)"]
            lines += warnings.map { "warning: \($0)" }
            if let message { lines.append("message: \(message)") }
            if let patch {
                lines += try JSONTree(patch).elements.map { String(decoding: $0.bytes, as: UTF8.self) }
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    struct BadBase64: Error {}

    /// Written apart from the encoder under test, digit by digit.
    static func decodeBase64(_ text: String) throws -> [UInt8] {
        guard text.utf8.count % 4 == 0 else { throw BadBase64() }
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var bits = 0
        var value = 0
        var bytes: [UInt8] = []
        for character in text where character != "=" {
            guard let digit = digits.firstIndex(of: character) else { throw BadBase64() }
            value = value << 6 | digit
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(value >> bits & 0xFF))
            }
        }
        return bytes
    }
}
