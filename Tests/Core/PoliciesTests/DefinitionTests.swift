import CoreTestKit
import Dependencies
import JSONText
import Policies
import Testing

/// The server's reading of policies against that of an API server by their definitions: one table for both.
///
/// `Tests/Chart/test_definitions.py` evaluates the schemas and their CEL rules over the same table. Where an API server
/// refuses, the server finds a mistake too, unless what it reads means the same without; where it accepts, the server may
/// be stricter, and names the field.
@Suite struct DefinitionTests {
    /// A row of the table.
    struct Row: CustomTestStringConvertible, Sendable {
        var name = ""
        var kind = PolicyKind.namespaced
        /// The spec's JSON; nil where there is none.
        var spec: String?
        /// The field in which the server finds the first mistake; nil where it finds none.
        var mistake: String?
        var testDescription: String { name }

        init(reading reader: inout JSONReader) throws {
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "case": name = try reader.readString()
                case "kind": kind = try #require(try PolicyKind(rawValue: reader.readString()))
                case "spec":
                    let text = try reader.readRawValue()
                    spec = String(decoding: (0..<text.count).map { text[$0] }, as: UTF8.self)
                case "mistake": mistake = try reader.readString()
                case "refused", "unknown": break
                default: Issue.record("a row has the key \(key.decoded)")
                }
            }
        }
    }

    private static func rows() throws -> [Row] {
        let bytes = try Fixtures.read("policies/definitions.json")
        var reader = JSONReader(bytes.span)
        var rows: [Row] = []
        try reader.beginArray()
        while try reader.nextElement() { rows.append(try Row(reading: &reader)) }
        try reader.end()
        return rows
    }

    @Test func theServerReadsWhatTheTableSays() throws {
        let rows = try Self.rows()
        #expect(rows.count > 50)
        for row in rows {
            let spec = row.spec.map { #","spec":\#($0)"# } ?? ""
            let record = try PolicyText.record(
                json: #"{"metadata":{"name":"a","namespace":"shop"}\#(spec)}"#, row.kind)
            #expect(record.mistakes.first?.field == row.mistake, "\(row.name): \(record.mistakes)")
            #expect((record.policy == nil) == (row.mistake != nil), "\(row.name)")
        }
    }
}
