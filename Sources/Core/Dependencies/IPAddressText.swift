/// The textual forms of IP addresses.
enum IPAddressText {
    /// Four decimal numbers up to 255 without leading zeros, which some readers take for octal.
    static func isVersion4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 4, omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard 1...3 ~= part.count, part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
                return Decimal.parse(part).map { $0 <= 255 } ?? false
            }
    }

    /// Eight groups of up to four hexadecimal digits, one run of them left out as `::`, the last two as an IPv4 address
    /// (RFC 4291, section 2.2). A zone is refused: it means something on one machine only.
    static func isVersion6(_ text: ArraySlice<UInt8>) -> Bool {
        guard 2...45 ~= text.count else { return false }
        let groups = text.split(separator: UInt8(ascii: ":"), maxSplits: 9, omittingEmptySubsequences: false)
        let gaps = groups.indices.filter { groups[$0].isEmpty }
        let isShortened = !gaps.isEmpty
        // `::` inside leaves one empty group, at an end two, alone three; whatever else is empty is a mistake.
        let isSound =
            switch gaps.count {
            case 0: true
            case 1: gaps[0] > 0 && gaps[0] < groups.count - 1
            case 2: gaps == [0, 1] || gaps == [groups.count - 2, groups.count - 1]
            default: gaps == [0, 1, 2] && groups.count == 3
            }
        guard isSound else { return false }
        var count = 0
        for (index, group) in groups.enumerated() where !group.isEmpty {
            if index == groups.count - 1, isVersion4(group) {
                count += 2
            } else if group.count <= 4, group.allSatisfy(isHexadecimal) {
                count += 1
            } else {
                return false
            }
        }
        return isShortened ? count <= 7 : count == 8
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
    }
}
