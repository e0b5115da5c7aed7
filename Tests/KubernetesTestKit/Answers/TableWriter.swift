/// Tables for people: what `kubectl get` asks for
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables).
struct TableWriter {
    /// The resource whose objects are shown.
    let resource: ResourceDefinition
    /// What each row carries of its object: `None`, `Metadata` or `Object`.
    let includesObject: String
    /// Seconds since 1970, for ages.
    let now: Int

    /// The table of these objects; later events of a watch leave the columns out.
    func table(of objects: [JSONValue], withColumns: Bool) -> JSONValue {
        let columns = TableColumns.columns(of: resource)
        return [
            "kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": [:],
            "columnDefinitions": withColumns ? .array(columns.map(definition)) : .null,
            "rows": .array(objects.map { row($0, columns) }),
        ]
    }

    private func definition(_ column: TableColumn) -> JSONValue {
        [
            "name": .string(column.name), "type": .string(column.type),
            "format": column.name == "Name" ? "name" : "", "description": .string(column.name),
            "priority": .integer(column.isWide ? 1 : 0),
        ]
    }

    private func row(_ object: JSONValue, _ columns: [TableColumn]) -> JSONValue {
        var row: JSONValue = ["cells": .array(columns.map { $0.cell(object, now) })]
        switch includesObject {
        case "Object": row["object"] = object
        case "None": break
        default: row["object"] = ListAnswers.partialMetadata(object)
        }
        return row
    }
}
