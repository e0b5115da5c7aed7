import Glibc

/// The whole contents of a file.
func readFile(_ path: String) throws(BenchmarkError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BenchmarkError("cannot open \(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var contents: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
        let count = read(file, &buffer, buffer.count)
        guard count >= 0 else { throw BenchmarkError("cannot read \(path): \(String(cString: strerror(errno)))") }
        if count == 0 { return contents }
        contents.append(contentsOf: buffer[..<count])
    }
}

/// Makes the file hold `contents` and nothing else.
func writeFile(_ path: String, _ contents: String) throws(BenchmarkError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw BenchmarkError("cannot write \(path): \(String(cString: strerror(errno)))") }
    defer { close(file) }
    var rest = Array(contents.utf8)[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard count > 0 else { throw BenchmarkError("cannot write \(path): \(String(cString: strerror(errno)))") }
        rest.removeFirst(count)
    }
}

/// The names in a folder, without `.` and `..`.
func fileNames(in folder: String) throws(BenchmarkError) -> [String] {
    guard let stream = opendir(folder) else {
        throw BenchmarkError("cannot open \(folder): \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
    }
    return names
}

/// A file's size in bytes.
func fileSize(_ path: String) throws(BenchmarkError) -> Double {
    var facts = stat()
    guard stat(path, &facts) == 0 else {
        throw BenchmarkError("cannot look at \(path): \(String(cString: strerror(errno)))")
    }
    return Double(facts.st_size)
}
