/// What came of looking at something.
enum Observation<Value: Sendable>: Sendable {
    /// It is there.
    case found(Value)
    /// It is not there.
    case absent
    /// It could not be seen; half a sentence says why.
    case failed(String)

    /// What is there, if anything.
    var value: Value? { if case .found(let value) = self { value } else { nil } }
}
