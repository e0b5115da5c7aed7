import CCurl

/// One libcurl transfer handle, with its list of headers and its buffer for error texts.
///
/// <https://curl.se/libcurl/c/libcurl-easy.html>
struct CurlEasy: ~Copyable {
    /// The handle, for the functions that take it.
    let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headers: UnsafeMutablePointer<curl_slist>?
    /// The first option that libcurl refused.
    private(set) var failure: KubernetesError?

    /// Takes over a handle of curl_easy_init(3), which is cleaned up with this value.
    init(owning handle: UnsafeMutableRawPointer) {
        self.handle = handle
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        _ = k8s_wait_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(headers)
        errorText.deallocate()
    }

    /// What libcurl says about the failure of the transfer, else the general text for its code.
    func message(for code: CURLcode) -> String {
        let text = String(cString: errorText)
        return text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
    }

    // MARK: Options

    /// Sets an option that takes a number.
    mutating func set(_ option: CURLoption, _ value: Int) {
        note(k8s_wait_curl_set_long(handle, option, value), option)
    }

    /// Sets an option that takes a string; nil switches off what libcurl was built with.
    mutating func set(_ option: CURLoption, _ value: String?) {
        note(k8s_wait_curl_set_string(handle, option, value), option)
    }

    /// Sets an option that takes a pointer, which must outlive the transfer.
    mutating func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) {
        note(k8s_wait_curl_set_pointer(handle, option, pointer), option)
    }

    /// Sets an option that takes a file's contents.
    mutating func set(_ option: CURLoption, blob: [UInt8]) {
        note(k8s_wait_curl_set_blob(handle, option, blob, blob.count), option)
    }

    /// Sets a function that is called with what arrives.
    mutating func set(_ option: CURLoption, receiver: k8s_wait_curl_receiver) {
        note(k8s_wait_curl_set_receiver(handle, option, receiver), option)
    }

    /// Has connections give up a peer that acknowledges nothing.
    mutating func setUserTimeout() {
        note(k8s_wait_curl_set_user_timeout(handle), CURLOPT_SOCKOPTFUNCTION)
    }

    /// Sets the body, which libcurl copies.
    mutating func setBody(_ body: [UInt8]) {
        note(
            k8s_wait_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)),
            CURLOPT_POSTFIELDSIZE_LARGE)
        body.withUnsafeBytes { bytes in
            var empty: CChar = 0
            withUnsafePointer(to: &empty) { empty in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? empty
                note(k8s_wait_curl_set_string(handle, CURLOPT_COPYPOSTFIELDS, start), CURLOPT_COPYPOSTFIELDS)
            }
        }
    }

    /// Sets the header lines.
    mutating func setHeaders(_ lines: [String]) {
        for line in lines {
            guard let longer = curl_slist_append(headers, line) else {
                note(CURLE_OUT_OF_MEMORY, CURLOPT_HTTPHEADER)
                return
            }
            headers = longer
        }
        note(k8s_wait_curl_set_list(handle, CURLOPT_HTTPHEADER, headers), CURLOPT_HTTPHEADER)
    }

    /// Connects to another address than the URL's: `HOST:PORT:ADDRESS:PORT`.
    ///
    /// - Returns: the list, which must be freed after the transfer.
    mutating func setConnectTo(_ line: String) -> UnsafeMutablePointer<curl_slist>? {
        let list = curl_slist_append(nil, line)
        note(list == nil ? CURLE_OUT_OF_MEMORY : CURLE_OK, CURLOPT_CONNECT_TO)
        note(k8s_wait_curl_set_list(handle, CURLOPT_CONNECT_TO, list), CURLOPT_CONNECT_TO)
        return list
    }

    private mutating func note(_ code: CURLcode, _ option: CURLoption) {
        guard code != CURLE_OK, failure == nil else { return }
        failure = KubernetesError(
            .configuration,
            "libcurl refuses option \(option.rawValue): \(String(cString: curl_easy_strerror(code)))")
    }
}
