import JSONText

extension ReviewFields {
    /// Reads the fields in one pass with the product's reader.
    init(reading bytes: Span<UInt8>) throws(JSONError) {
        var reader = JSONReader(bytes)
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "apiVersion": apiVersion = try reader.readString()
            case "kind": kind = try reader.readString()
            case "request": request = try Request(reading: &reader)
            default: break
            }
        }
        try reader.end()
    }
}

extension ReviewFields.Request {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "uid": uid = try reader.readString()
            case "operation": operation = try reader.readString()
            case "resource": resource = try ReviewFields.Resource(reading: &reader)
            case "subResource": subResource = try reader.readString()
            case "namespace": namespace = try reader.readString()
            case "name": name = try reader.readString()
            case "object": object = try ReviewFields.Pod(reading: &reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Resource {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "group": group = try reader.readString()
            case "resource": resource = try reader.readString()
            default: break
            }
        }
    }
}

extension ReviewFields.Pod {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try ReviewFields.Metadata(reading: &reader)
            case "spec": spec = try ReviewFields.Spec(reading: &reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Metadata {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "generateName": generateName = try reader.readString()
            case "namespace": namespace = try reader.readString()
            case "labels": labels = try readStrings(&reader)
            case "annotations": annotations = try readStrings(&reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Spec {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "initContainers": initContainers = try readContainers(&reader)
            case "containers": containers = try readContainers(&reader)
            case "imagePullSecrets": imagePullSecrets = try readNames(&reader)
            case "hostNetwork": hostNetwork = try reader.readBoolean()
            case "dnsPolicy": dnsPolicy = try reader.readString()
            case "restartPolicy": restartPolicy = try reader.readString()
            case "activeDeadlineSeconds": activeDeadlineSeconds = try reader.readInteger()
            case "os": os = try ReviewFields.Named(reading: &reader)
            case "nodeSelector": nodeSelector = try readStrings(&reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Container {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "name": name = try reader.readString()
            case "resources": resources = try ReviewFields.Resources(reading: &reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Resources {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "requests": requests = try readStrings(&reader)
            case "limits": limits = try readStrings(&reader)
            default: break
            }
        }
    }
}

extension ReviewFields.Named {
    fileprivate init(reading reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key.isEqual(to: "name") { name = try reader.readString() }
        }
    }
}

private func readContainers(_ reader: inout JSONReader) throws(JSONError) -> [ReviewFields.Container] {
    var containers: [ReviewFields.Container] = []
    try reader.beginArray()
    while try reader.nextElement() { containers.append(try ReviewFields.Container(reading: &reader)) }
    return containers
}

private func readNames(_ reader: inout JSONReader) throws(JSONError) -> [ReviewFields.Named] {
    var names: [ReviewFields.Named] = []
    try reader.beginArray()
    while try reader.nextElement() { names.append(try ReviewFields.Named(reading: &reader)) }
    return names
}

private func readStrings(_ reader: inout JSONReader) throws(JSONError) -> [String: String] {
    var strings: [String: String] = [:]
    try reader.beginObject()
    while let key = try reader.nextKey() {
        let name = key.decoded
        strings[name] = try reader.readString()
    }
    return strings
}
