import CCurl
import Glibc
import Logging

/// The transport's thread: drives every transfer through one libcurl multi handle.
///
/// <https://curl.se/libcurl/c/libcurl-multi.html>
final class CurlLoop {
    private let inbox: CurlInbox
    private let configuration: KubernetesConfiguration
    private let logger: Logger
    private let multi: UnsafeMutableRawPointer
    private let origin = ContinuousClock.now
    private var credentials: CurlCredentials
    private var transfers: [Int: CurlTransfer] = [:]
    private var numbers: [UnsafeMutableRawPointer: Int] = [:]

    /// Throws when libcurl has no memory.
    init(_ inbox: CurlInbox, _ configuration: KubernetesConfiguration, _ logger: Logger) throws(KubernetesError) {
        guard let multi = curl_multi_init() else {
            throw KubernetesError(.connection, "libcurl cannot make a multi handle; is memory short?")
        }
        guard curl_multi_wakeup(multi) == CURLM_OK else {
            curl_multi_cleanup(multi)
            throw KubernetesError(.connection, "libcurl cannot be woken; are there too many open files?")
        }
        self.inbox = inbox
        self.configuration = configuration
        self.logger = logger
        self.multi = multi
        credentials = CurlCredentials(configuration)
        inbox.open(UInt(bitPattern: multi))
    }

    deinit {
        curl_multi_cleanup(multi)
    }

    /// Works until told to stop.
    func run() {
        while perform(inbox.drain()) {
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishCompleted()
            if curl_multi_poll(multi, nil, 0, checkTimers(), nil) != CURLM_OK {
                // Out of memory or of descriptors: better late than a loop that takes the processor.
                usleep(100_000)
            }
        }
        let late = inbox.close()
        for number in Array(transfers.keys) { end(number, .failure(Self.stopped)) }
        for case .start(_, _, let pipe) in late { pipe.finish(.failure(Self.stopped)) }
    }

    /// What a request gets that comes too late.
    static var stopped: KubernetesError { KubernetesError(.cancelled, "the Kubernetes client has been closed") }

    /// - Returns: false when it is time to stop.
    private func perform(_ commands: [CurlInbox.Command]) -> Bool {
        var goesOn = true
        for command in commands {
            switch command {
            case .start(let number, let request, let pipe): start(number, request, pipe)
            case .resume(let number): transfers[number]?.resume()
            case .cancel(let number): end(number, .failure(Self.stopped))
            case .stop: goesOn = false
            }
        }
        return goesOn
    }

    private func start(_ number: Int, _ request: APIRequest, _ pipe: StreamPipe) {
        do throws(KubernetesError) {
            let current = try credentials.current(now: now, isDue: request.rereadsCredentials)
            guard let handle = curl_easy_init() else {
                throw KubernetesError(.connection, "libcurl cannot make a handle; is memory short?")
            }
            let origin = origin
            let transfer = CurlTransfer(request, pipe, easy: CurlEasy(owning: handle)) { ContinuousClock.now - origin }
            try transfer.prepare(configuration, current)
            transfers[number] = transfer
            numbers[handle] = number
            let code = curl_multi_add_handle(multi, handle)
            guard code == CURLM_OK else {
                throw KubernetesError(
                    .connection, "libcurl refuses a request: \(String(cString: curl_multi_strerror(code)))")
            }
        } catch {
            logger.warning("request not made", metadata: ["reason": "\(error)"])
            if transfers[number] == nil { pipe.finish(.failure(error)) } else { end(number, .failure(error)) }
        }
    }

    private func finishCompleted() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
                let number = numbers[handle], let transfer = transfers[number]
            else { continue }
            let code = k8s_wait_curl_result(message)
            end(number, code == CURLE_OK ? .success(()) : .failure(error(code, transfer)))
        }
    }

    /// Takes a transfer out of libcurl, and says how it ended.
    private func end(_ number: Int, _ result: Result<Void, KubernetesError>) {
        guard let transfer = transfers.removeValue(forKey: number) else { return }
        numbers[transfer.easy.handle] = nil
        curl_multi_remove_handle(multi, transfer.easy.handle)
        transfer.pipe.finish(result)
    }

    /// Does what is due.
    ///
    /// - Returns: the milliseconds until something will be.
    private func checkTimers() -> Int32 {
        for (number, transfer) in transfers {
            if let error = transfer.checkTimers() { end(number, .failure(error)) }
        }
        guard let next = transfers.values.compactMap(\.nextTimer).min() else { return 3_600_000 }
        let (seconds, attoseconds) = (next - now).components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000 + 1
        return Int32(clamping: min(max(milliseconds, 0), 3_600_000))
    }

    private var now: Duration { ContinuousClock.now - origin }

    private func error(_ code: CURLcode, _ transfer: CurlTransfer) -> KubernetesError {
        let kind: KubernetesError.Code =
            switch code {
            case CURLE_OPERATION_TIMEDOUT: .timeout
            case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR:
                .tls
            default: .connection
            }
        return KubernetesError(
            kind, "cannot talk to \(configuration.server): \(transfer.easy.message(for: code))")
    }
}
