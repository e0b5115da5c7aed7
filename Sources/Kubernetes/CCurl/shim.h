// libcurl, and wrappers for its variadic functions, which Swift cannot import.
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/// curl_easy_setopt(3) for the options that take a long.
static inline CURLcode k8s_wait_curl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl_easy_setopt(3) for the options that take a number of bytes.
static inline CURLcode k8s_wait_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl_easy_setopt(3) for the options that take a string or NULL; libcurl copies it.
static inline CURLcode k8s_wait_curl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl_easy_setopt(3) for the options that take a pointer.
static inline CURLcode k8s_wait_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl_easy_setopt(3) for the options that take a list of strings, which must outlive the transfer.
static inline CURLcode k8s_wait_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

/// curl_easy_setopt(3) for the options that take bytes; libcurl copies them.
static inline CURLcode k8s_wait_curl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {.data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY};
    return curl_easy_setopt(easy, option, &blob);
}

/// What libcurl calls with bytes that have arrived: CURLOPT_WRITEFUNCTION and CURLOPT_HEADERFUNCTION.
typedef size_t (*k8s_wait_curl_receiver)(char *bytes, size_t one, size_t count, void *context);

/// curl_easy_setopt(3) for the options that take such a function.
static inline CURLcode k8s_wait_curl_set_receiver(CURL *easy, CURLoption option, k8s_wait_curl_receiver receiver) {
    return curl_easy_setopt(easy, option, receiver);
}

/// Sets TCP_USER_TIMEOUT (tcp(7)) on each new socket, and keeps it from programs that this one starts, where it would
/// keep a connection open that has been closed here: CURLOPT_SOCKOPTFUNCTION. A socket without it works as well, so a
/// failure is no reason to give up the connection.
static inline int k8s_wait_curl_prepare_socket(void *context, curl_socket_t socket, curlsocktype purpose) {
    unsigned int milliseconds = 30000;
    (void)context;
    (void)purpose;
    (void)fcntl(socket, F_SETFD, FD_CLOEXEC);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
    return CURL_SOCKOPT_OK;
}

/// Has each new socket of this transfer give up a peer that acknowledges nothing for 30 s.
static inline CURLcode k8s_wait_curl_set_user_timeout(CURL *easy) {
    return curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, k8s_wait_curl_prepare_socket);
}

/// curl_easy_getinfo(3) for the values that are a pointer.
static inline CURLcode k8s_wait_curl_get_pointer(CURL *easy, CURLINFO info, void **value) {
    return curl_easy_getinfo(easy, info, value);
}

/// The result of a finished transfer that curl_multi_info_read(3) has returned.
static inline CURLcode k8s_wait_curl_result(const CURLMsg *message) {
    return message->data.result;
}

#endif
