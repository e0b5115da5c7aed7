/// Lists of objects in the forms that clients ask for.
struct ListAnswers {
    /// The resource listed.
    let resource: ResourceDefinition
    /// The form.
    let representation: Representation
    /// Seconds since 1970, for ages in tables.
    let now: Int

    /// The answer to a list request.
    func answer(_ page: ListPage, to request: APIRequest) -> APIAnswer {
        switch representation {
        case .object:
            guard request.wantsPretty else { return APIAnswer(compact: compact(page)) }
            let items = page.objects.map { object in
                (try? JSONValue(json: ObjectShape.listItem(object, of: resource))) ?? .null
            }
            return APIAnswer(200, list(kind: "\(resource.kind)List", resource.groupVersion, page, items), for: request)
        case .partialMetadata:
            let items = page.objects.map { Self.partialMetadata($0.value) }
            return APIAnswer(
                200, list(kind: "PartialObjectMetadataList", "meta.k8s.io/v1", page, items), for: request)
        case .table(let includesObject):
            let writer = TableWriter(resource: resource, includesObject: includesObject, now: now)
            var table = writer.table(of: page.objects.map(\.value), withColumns: true)
            table["metadata"] = metadata(page)
            return APIAnswer(200, table, for: request)
        }
    }

    /// The metadata of an object, as an object.
    static func partialMetadata(_ object: JSONValue) -> JSONValue {
        [
            "kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": object["metadata"] ?? [:],
        ]
    }

    /// The list's text, made of the objects' stored texts: no tree is built for a list of many.
    private func compact(_ page: ListPage) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(page.objects.reduce(200) { $0 + $1.encoded.count + 1 })
        func appendItems() {
            bytes.append(UInt8(ascii: "["))
            for (index, object) in page.objects.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: ObjectShape.listItem(object, of: resource))
            }
            bytes.append(UInt8(ascii: "]"))
        }
        let kind = #""kind":"\#(resource.kind)List""#
        let version = #""apiVersion":"\#(resource.groupVersion)""#
        let metadata = #""metadata":\#(metadata(page).text)"#
        if resource.isCustom {
            bytes.append(contentsOf: "{\(version),\"items\":".utf8)
            appendItems()
            bytes.append(contentsOf: ",\(kind),\(metadata)}\n".utf8)
        } else {
            bytes.append(contentsOf: "{\(kind),\(version),\(metadata),\"items\":".utf8)
            appendItems()
            bytes.append(contentsOf: "}\n".utf8)
        }
        return bytes
    }

    private func list(
        kind: String, _ version: String, _ page: ListPage, _ items: [JSONValue]
    ) -> JSONValue {
        let value: JSONValue = [
            "kind": .string(kind), "apiVersion": .string(version), "metadata": metadata(page), "items": .array(items),
        ]
        return resource.isCustom && representation == .object ? ObjectShape.sorted(value) : value
    }

    private func metadata(_ page: ListPage) -> JSONValue {
        var value: JSONValue = [:]
        if resource.isCustom, let token = page.token { value["continue"] = .string(token.text) }
        value["resourceVersion"] = .string(String(page.resourceVersion))
        if let token = page.token { value["continue"] = .string(token.text) }
        if let remaining = page.remaining { value["remainingItemCount"] = .integer(remaining) }
        return value
    }
}
