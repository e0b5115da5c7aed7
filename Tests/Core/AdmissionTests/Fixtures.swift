import Admission
import Dependencies
import Glibc

/// The recorded reviews, and the answers to them that are checked in.
enum Fixtures {
    struct Unreadable: Error {
        let path: String
    }

    static let directory: String = {
        var parts = #filePath.split(separator: "/").dropLast(3)
        parts.append("Fixtures")
        return "/" + parts.joined(separator: "/")
    }()

    /// The reviews' file names without their ending, in the order in which they were recorded.
    static let reviews: [String] = {
        var names: [String] = []
        guard let folder = opendir("\(directory)/reviews") else { return [] }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".json") { names.append(String(name.dropLast(5))) }
        }
        return names.sorted()
    }()

    static let podCreations = reviews.filter { $0.contains("-create-pods-") }

    static func review(_ name: String) throws -> [UInt8] { try read("\(directory)/reviews/\(name).json") }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = fread(&buffer, 1, buffer.count, file)
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "wb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        guard fputs(text, file) >= 0 else { throw Unreadable(path: path) }
    }

    /// The settings under which the checked-in answers were made.
    static var settings: AdmissionSettings {
        var settings = AdmissionSettings(
            version: "1.2.3", image: "registry.example/k8s-wait:1.2.3",
            statusURL: "https://k8s-wait-status.k8s-wait.svc:9843", defaults: PodDefaults())
        settings.pullPolicy = .ifNotPresent
        settings.statusAddresses = ["10.0.0.10", "fd00::10"]
        settings.pins = [String(repeating: "ab", count: 32), String(repeating: "cd", count: 32)]
        return settings
    }
}

extension Admission {
    func review(_ body: [UInt8]) throws -> ReviewAnswer { try ReviewAnswer(review(body.span)) }
}
