import KubernetesClient

/// KubernetesClient: what an API server may send to a list and to a watch, as a script of events, one letter each and, of
/// `p` (a page) and `b` (bytes of a watch), what follows it up to ASCII's record separator.
///
/// Every object that the machine hands on is one JSON value, lists and watches keep their order, and the bytes of a watch
/// say the same however they are cut.
enum WatchTarget: FuzzTarget {
    static let name = "watch"

    static func run(_ input: [UInt8]) {
        let whole = WatchScript(input, cutting: nil).run()
        let cut = WatchScript(input, cutting: Choices(input)).run()
        expect(whole.objects == cut.objects, "other objects when cut")
        expect(whole.steps == cut.steps, "other steps when cut: \(whole.steps) and \(cut.steps)")
    }
}
