import CoreTestKit

/// Texts of paths, and of things that are nearly paths.
struct GeneratedPath {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The text of a path that parses, in one of the ways in which it can be written.
    mutating func valid() -> String {
        var text = ""
        for _ in 0...random.index(below: 5) { text += step() }
        switch random.index(below: 4) {
        case 0: return text
        case 1: return "{\(text)}"
        case 2: return "{ $\(text) }"
        default: return "{\(text) }"
        }
    }

    /// Any characters, of those that mean something more than of others.
    mutating func garbage() -> String {
        let pieces = [
            "{", "}", "[", "]", "(", ")", "?", "@", "$", ".", "..", "*", "'", "\"", "\\", "==", "=", "!=", "<", ">",
            " ",
            ",", ":", "-", "1", "99999999999", "a", "é", "\u{1F600}", "range", "end", "&&", "\n", "\0", "true", "1e5",
        ]
        return (0..<random.index(below: 14)).map { _ in random.pick(pieces) }.joined()
    }

    /// A path with a byte or two changed.
    mutating func nearly() -> String {
        var bytes = Array(valid().utf8)
        for _ in 0...random.index(below: 2) where !bytes.isEmpty {
            let index = random.index(below: bytes.count)
            switch random.index(below: 3) {
            case 0: bytes.remove(at: index)
            case 1: bytes[index] = UInt8(random.index(below: 256))
            default: bytes.insert(random.pick(Array("{}[]()?@.*'\"\\=<>! ,:-0a".utf8)), at: index)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func step() -> String {
        switch random.index(below: 8) {
        case 0: return "[\(random.index(below: 9) - 4)]"
        case 1: return random.pick(["[*]", ".*", "[:]", "[1:]", "[:-1]", "[::2]", "[0:3:2]"])
        case 2: return "[?(@\(plain())\(random.pick(["==", "!=", "<", "<=", ">", ">="]))\(operand()))]"
        case 3: return "[?(@\(plain()))]"
        case 4: return "..\(name())"
        default: return plain()
        }
    }

    private mutating func plain() -> String {
        random.once(in: 3) ? "['\(random.pick(["a.b", "a b", #"q\'"#, "", "ü", #"\\"#, "]", "b\""]))']" : ".\(name())"
    }

    private mutating func name() -> String {
        random.pick(["a", "b", "status", #"a\.b"#, "x-y", "é", #"\[x"#, "a:b", "1"])
    }

    private mutating func operand() -> String {
        random.pick(["1", "-2.5", "1e30", "true", "false", #""a\"b""#, "'x'", #""""#, "@.m", "@['a b'][0]", "0.1"])
    }
}
