import Glibc
import KubernetesTestKit

/// The recorded answers of a real API server, from Tests/Fixtures.
enum Fixture {
    /// A fixture that is not there, or not what it should be.
    struct Missing: Error { let path: String }

    /// The bytes of a file below Tests/Fixtures.
    static func bytes(_ path: String) throws -> [UInt8] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        guard let file = fopen("/\(tests)/Fixtures/\(path)", "r") else { throw Missing(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// The names of the files in a folder, sorted.
    static func names(in folder: String) -> [String] {
        let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        guard let directory = opendir("/\(tests)/Fixtures/\(folder)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// A file as a tree.
    static func json(_ path: String) throws -> JSONValue { try JSONValue(json: try bytes(path)) }

    /// The items of a recorded list, with the kind and version that lists leave out.
    static func items(_ path: String, kind: String, version: String) throws -> [JSONValue] {
        (try json(path)["items"]?.array ?? []).map { item in
            var item = item
            item["kind"] = .string(kind)
            item["apiVersion"] = .string(version)
            return item
        }
    }
}
