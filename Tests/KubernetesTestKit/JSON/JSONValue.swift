/// A JSON value as a tree, for the test kit only: the product never builds one (it reads lazily with `JSONReader`).
///
/// Objects keep the order of their members; equality ignores it, as RFC 8259 section 4 has it. A number keeps the text that
/// it was written with, so that nothing is lost by passing through.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A number, as the text that it was written with.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The value of a whole number.
    package static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

    /// An array of strings.
    package static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
}

extension JSONValue {
    /// The text, if this is a string.
    package var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The number, if this is a whole number that fits.
    package var integer: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }

    /// The truth value, if this is one.
    package var boolean: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    /// The elements, if this is an array.
    package var array: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    /// The object, if this is one.
    package var object: JSONObject? {
        guard case .object(let object) = self else { return nil }
        return object
    }

    /// Whether this is null.
    package var isNull: Bool { self == .null }

    /// The member of an object: nil when there is none or this is no object. Assigning to a member of what is no object
    /// makes it one.
    package subscript(key: String) -> JSONValue? {
        get { object?[key] }
        set {
            var object = self.object ?? JSONObject()
            self = .null  // gives up the only other reference, so that the change below copies nothing
            object[key] = newValue
            self = .object(object)
        }
    }

    /// The member of an object, null where there is none, so that `value[path: "metadata"][path: "labels"]["a"] = "b"`
    /// builds what is missing.
    package subscript(path key: String) -> JSONValue {
        get { object?[key] ?? .null }
        set { self[key] = newValue }
    }

    /// The value at the end of a path of keys, or nil.
    package func at(_ path: String...) -> JSONValue? { at(path) }

    /// The value at the end of a path of keys, or nil.
    package func at(_ path: [String]) -> JSONValue? {
        var value = self
        for key in path {
            guard let next = value[key] else { return nil }
            value = next
        }
        return value
    }

    /// Sets a member unless it is there and not null, as the API server's defaulting does.
    package mutating func setDefault(_ key: String, _ value: @autoclosure () -> JSONValue) {
        if self[key] == nil || self[key] == .null { self[key] = value() }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}
