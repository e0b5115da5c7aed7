import CCurl

/// One request on its way: the libcurl handle, and the pipe that its answer goes into. Lives on the transport's thread;
/// libcurl's callbacks get a pointer to it.
final class CurlTransfer {
    /// The largest head of an answer, in bytes.
    private static let headLimit = 64 << 10

    /// What was asked.
    let request: APIRequest
    /// Where the answer goes.
    let pipe: StreamPipe
    /// The libcurl handle.
    private(set) var easy: CurlEasy
    private let now: () -> Duration
    private var connectTo: UnsafeMutablePointer<curl_slist>?
    private var head: APIResponseHead?
    private var headBytes = 0
    private var isHeadComplete = false
    private var isPaused = false
    private var heardAt: Duration
    private var quietAt: Duration?

    /// - Parameter now: the monotonic clock.
    init(_ request: APIRequest, _ pipe: StreamPipe, easy: consuming CurlEasy, now: @escaping () -> Duration) {
        self.request = request
        self.pipe = pipe
        self.easy = easy
        self.now = now
        heardAt = now()
    }

    deinit {
        curl_slist_free_all(connectTo)
    }

    // MARK: Setting up

    /// Sets every option. Throws the first that libcurl refused.
    func prepare(_ configuration: KubernetesConfiguration, _ credentials: CurlCredentials.Current)
        throws(KubernetesError)
    {
        setRequest(configuration, credentials)
        setConnection(configuration)
        setTLS(configuration, credentials)
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_HEADERDATA, pointer: context)
        easy.set(CURLOPT_WRITEDATA, pointer: context)
        easy.set(CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
            CurlTransfer.at(context)?.receive(head: CurlTransfer.bytes(bytes, count)) ?? 0
        }
        easy.set(CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
            CurlTransfer.at(context)?.receive(body: CurlTransfer.bytes(bytes, count)) ?? 0
        }
        if let failure = easy.failure { throw failure }
    }

    private func setRequest(_ configuration: KubernetesConfiguration, _ credentials: CurlCredentials.Current) {
        let server = configuration.server
        // With a server name of its own, the URL carries that name, for SNI and for the check of the certificate, and the
        // connection is made to the address.
        var origin = server.authority
        var headers = ["Accept: \(request.accept)", "User-Agent: k8s-wait", "Expect:"]
        if let name = configuration.serverName {
            origin = "\(name):\(server.port)"
            headers.append("Host: \(server.authority)")
            connectTo = easy.setConnectTo("\(origin):\(server.authority)")
        }
        let scheme = server.isEncrypted ? "https" : "http"
        easy.set(CURLOPT_URL, "\(scheme)://\(origin)\(server.pathPrefix)\(request.target)")
        easy.set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        if let token = credentials.token { headers.append("Authorization: Bearer \(token)") }
        if let body = request.body {
            headers.append("Content-Type: \(request.contentType)")
            easy.setBody(body)
        }
        easy.setHeaders(headers)
    }

    private func setConnection(_ configuration: KubernetesConfiguration) {
        easy.set(CURLOPT_NOSIGNAL, 1)
        easy.set(CURLOPT_PROTOCOLS_STR, "http,https")
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        easy.set(CURLOPT_PATH_AS_IS, 1)
        easy.set(CURLOPT_FOLLOWLOCATION, 0)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        easy.set(CURLOPT_TIMEOUT_MS, Self.milliseconds(request.deadline))
        easy.set(CURLOPT_TCP_KEEPALIVE, 1)
        easy.set(CURLOPT_TCP_KEEPIDLE, 30)
        easy.set(CURLOPT_TCP_KEEPINTVL, 10)
        easy.setUserTimeout()
        // An empty string, unlike none, also switches off what the environment says.
        easy.set(CURLOPT_PROXY, configuration.proxyURL ?? "")
        easy.set(CURLOPT_NOPROXY, "")
        easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func setTLS(_ configuration: KubernetesConfiguration, _ credentials: CurlCredentials.Current) {
        easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        let isVerified = configuration.trust != .nothing
        easy.set(CURLOPT_SSL_VERIFYPEER, isVerified ? 1 : 0)
        easy.set(CURLOPT_SSL_VERIFYHOST, isVerified ? 2 : 0)
        if let authorities = credentials.authorities {
            easy.set(CURLOPT_CAINFO_BLOB, blob: authorities)
            // Else libcurl trusts the authorities of its built-in directory as well.
            easy.set(CURLOPT_CAPATH, nil)
        }
        if let chain = credentials.chain, let privateKey = credentials.privateKey {
            easy.set(CURLOPT_SSLCERTTYPE, "PEM")
            easy.set(CURLOPT_SSLCERT_BLOB, blob: chain)
            easy.set(CURLOPT_SSLKEYTYPE, "PEM")
            easy.set(CURLOPT_SSLKEY_BLOB, blob: privateKey)
        }
    }

    // MARK: Receiving

    /// One line of the head: CURLOPT_HEADERFUNCTION.
    private func receive(head line: UnsafeBufferPointer<UInt8>) -> Int {
        heardAt = now()
        headBytes += line.count
        guard headBytes <= Self.headLimit else { return 0 }
        // Trailers after a chunked body come here too, and mean nothing to us.
        if isHeadComplete { return line.count }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0.prefix(3)) }
            head = APIResponseHead(status: status ?? 0)
        } else if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            let end = value.lastIndex { !$0.isWhitespace }.map { value.index(after: $0) } ?? value.startIndex
            head?.fields.append(
                APIResponseHead.Field(name: String(text[..<colon]), value: String(value[..<end])))
        } else if let head, head.status >= 200 {
            // The empty line; one after a 1xx only announces the true head.
            isHeadComplete = true
            pipe.write(head)
            quietAt = request.quietAfter.map { heardAt + $0 }
        }
        return line.count
    }

    /// Bytes of the body: CURLOPT_WRITEFUNCTION.
    private func receive(body bytes: UnsafeBufferPointer<UInt8>) -> Int {
        heardAt = now()
        if quietAt != nil { quietAt = request.quietAfter.map { heardAt + $0 } }
        guard pipe.write(bytes) else {
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        return bytes.count
    }

    /// Goes on after the pipe was full.
    func resume() {
        isPaused = false
        heardAt = now()
        curl_easy_pause(easy.handle, CURLPAUSE_CONT)
    }

    // MARK: Timers

    /// When `checkTimers` has something to do; nil for never.
    var nextTimer: Duration? {
        if isPaused { return nil }
        let silentAt = patience.map { heardAt + $0 }
        guard let silentAt, let quietAt else { return silentAt ?? quietAt }
        return min(silentAt, quietAt)
    }

    /// Says that the answer is quiet, once, when it is time.
    ///
    /// - Returns: why the transfer must end, or nil.
    func checkTimers() -> KubernetesError? {
        if isPaused { return nil }
        let now = now()
        if let quietAt, now >= quietAt {
            self.quietAt = nil
            pipe.writeQuiet()
        }
        guard let patience, now >= heardAt + patience else { return nil }
        return KubernetesError(
            .timeout, "the API server has been silent for \(patience)")
    }

    /// How long the peer may be silent now.
    private var patience: Duration? {
        isHeadComplete ? request.silence : request.answerWithin ?? request.silence
    }

    // MARK: Parts

    private static func milliseconds(_ duration: Duration) -> Int {
        let (seconds, attoseconds) = duration.components
        let whole = min(max(seconds, 0), 1 << 30)
        return max(1, Int(whole) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
        context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeBufferPointer<UInt8> {
        let raw = UnsafeRawPointer(start)?.assumingMemoryBound(to: UInt8.self)
        return UnsafeBufferPointer(start: raw, count: raw == nil ? 0 : count)
    }
}
