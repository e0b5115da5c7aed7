import Posix
import TLS

extension WaitTrust {
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
        do throws(PosixError) {
            return try FileContents.read(path)
        } catch {
            throw WaitClientError(.unreadableFile, "The CA file cannot be read: \(error.message).")
        }
    }
}
