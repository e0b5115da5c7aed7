/// One part of the product that takes bytes from outside.
protocol FuzzTarget: SendableMetatype {
    /// Its name on the command line, and of its folder of seeds.
    static var name: String { get }
    /// Gives it one input, and ends the process where what comes out cannot be right.
    static func run(_ input: [UInt8])
}

extension FuzzTarget {
    /// Ends the process, which is how libFuzzer hears of a finding, unless the claim holds.
    static func expect(_ claim: Bool, _ otherwise: @autoclosure () -> String) {
        if !claim { fatalError("\(name): \(otherwise())") }
    }

    /// Bytes as text, for the message of a finding.
    static func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
}
