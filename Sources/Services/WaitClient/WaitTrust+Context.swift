import Glibc
import Posix
import TLS

extension WaitTrust {
    /// A bundle of authorities is a few kilobytes; the system's own has 200.
    private static let largestFile = 4 << 20

    /// The context for sessions with the status server; reads the file.
    func context() throws(WaitClientError) -> TLSClientContext {
        do {
            switch self {
            case .pins(let pins): return try TLSClientContext(trust: .pins(pins))
            case .file(let path): return try TLSClientContext(trust: .authorities(try Self.contents(of: path)))
            }
        } catch let error as TLSError {
            throw WaitClientError(.badSetting, error.message)
        } catch let error as WaitClientError {
            throw error
        } catch {
            throw WaitClientError(.badSetting, "\(error)")
        }
    }

    private static func contents(of path: String) throws(WaitClientError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        do throws(PosixError) {
            let flags = O_RDONLY | O_CLOEXEC
            let number = try Syscall.require("open \(path)") { open(path, flags) }
            let file = Descriptor(owning: Int32(truncatingIfNeeded: number))
            while bytes.count <= largestFile {
                let count = try Syscall.require("read \(path)") {
                    chunk.withUnsafeMutableBytes { Glibc.read(file.rawValue, $0.baseAddress, $0.count) }
                }
                guard count > 0 else { return bytes }
                bytes += chunk.prefix(count)
            }
        } catch {
            throw WaitClientError(.unreadableFile, "The CA file cannot be read: \(error.message).")
        }
        throw WaitClientError(.unreadableFile, "The CA file \(path) is larger than \(largestFile) bytes.")
    }
}
