/// One step of a path, from values to other values.
enum JSONPathStep: Hashable, Sendable {
    /// `.name`, `['a.b']`: the member of an object.
    case member(String)
    /// `.*`: every member of an object or element of a list.
    case wildcard
    /// `[0]`, `[-1]`, `[1:3]`, `[*]`: elements of a list.
    case elements(JSONPathSlice)
    /// `..`: the value itself and everything in it that can hold something.
    case descendants
    /// `[?(@.type=="Ready")]`: the elements of a list for which something holds.
    case filter(JSONPathFilter)

    /// The text of steps, without braces.
    static func text(of steps: [JSONPathStep]) -> String {
        var text = ""
        for step in steps {
            switch step {
            case .member(let name):
                guard let bare = bare(name) else {
                    text += "[\(JSONPathLiteral.quoted(name))]"
                    continue
                }
                // After `..` the name follows without another dot.
                text += text.hasSuffix("..") ? bare : ".\(bare)"
            case .wildcard: text += ".*"
            case .elements(let slice): text += "[\(slice)]"
            case .descendants: text += ".."
            case .filter(let filter): text += "[?(\(filter))]"
            }
        }
        return text
    }

    /// The name as it can stand after a dot, its own dots escaped; nil for one that needs quotes.
    private static func bare(_ name: String) -> String? {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "/": text.unicodeScalars.append(scalar)
            case ".": text += "\\."
            default: return nil
            }
        }
        return text.isEmpty ? nil : text
    }
}
