/// Which object of its kind and namespace a dependency waits for.
package enum DependencyTarget: Hashable, Sendable, CustomStringConvertible {
    /// The object of that name.
    case name(String)
    /// Every object whose labels match. No kind of this version takes it: the parsers refuse it.
    case selector(LabelSelector)

    /// The name, or the selector in parentheses.
    package var description: String {
        switch self {
        case .name(let name): name
        case .selector(let selector): "(\(selector))"
        }
    }
}
