/// Which elements of a list: one by its index, or a range `[from:to:step]`. Negative ones count from the end.
struct JSONPathSlice: Hashable, Sendable, CustomStringConvertible {
    /// The first one; nil for the first of all.
    var from: Int?
    /// The one after the last; nil for the end.
    var to: Int?
    /// Every how many, 1 or more; nil for 1.
    var step: Int?
    /// Only the one at `from`.
    var isIndex = false

    /// The text between the brackets.
    var description: String {
        if isIndex { return (from ?? 0).description }
        if self == JSONPathSlice() { return "*" }
        let text = "\(from?.description ?? ""):\(to?.description ?? "")"
        return step.map { "\(text):\($0)" } ?? text
    }

    /// The indexes in a list of so many; none where the list is too short for what was asked, which is an error in kubectl.
    func indexes(in count: Int) -> StrideTo<Int> {
        let none = stride(from: 0, to: 0, by: 1)
        var first = from ?? 0
        if first < 0 { first = first.addingReportingOverflow(count).partialValue }
        if isIndex { return 0..<count ~= first ? stride(from: first, to: first + 1, by: 1) : none }
        var end = to ?? count
        if end < 0 { end = end.addingReportingOverflow(count).partialValue }
        guard 0..<count ~= first, 0...count ~= end, first < end else { return none }
        return stride(from: first, to: end, by: max(1, step ?? 1))
    }
}
