import Glibc

/// The files of `Tests/Fixtures`.
package enum Fixtures {
    /// A file that cannot be read or written.
    package struct Unreadable: Error {
        /// Its path.
        package let path: String
    }

    /// The folder's path.
    package static let directory: String = {
        let parts = #filePath.split(separator: "/").dropLast(2)
        return "/" + parts.joined(separator: "/") + "/Fixtures"
    }()

    /// The names in a folder of fixtures that end in `ending`, without it, in order.
    package static func names(in folder: String, endingIn ending: String) -> [String] {
        guard let stream = opendir("\(directory)/\(folder)") else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(ending) { names.append(String(name.dropLast(ending.count))) }
        }
        return names.sorted()
    }

    /// A fixture's bytes; `path` begins in the folder.
    package static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen("\(directory)/\(path)", "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    /// Writes a fixture anew.
    package static func write(_ text: String, to path: String) throws {
        guard let file = fopen("\(directory)/\(path)", "wb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw Unreadable(path: path) }
    }
}
