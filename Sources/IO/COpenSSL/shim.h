// OpenSSL 3, and wrappers for its function-like macros, which Swift cannot import.
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

/// What every context has in common: TLS 1.2 and 1.3, no renegotiation, compression, cache or tickets, and buffers that
/// exist only while bytes are in them.
static inline void k8s_wait_context_defaults(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_read_ahead(context, 1);
}

/// SSL_clear_mode(3), a macro: the session keeps its buffers, 16 KiB for each direction, once it has made them.
static inline void k8s_wait_keep_buffers(SSL *session) { SSL_clear_mode(session, SSL_MODE_RELEASE_BUFFERS); }

/// SSL_CTX_set1_groups_list(3), a macro.
static inline int k8s_wait_context_groups(SSL_CTX *context, const char *list) {
    return (int)SSL_CTX_set1_groups_list(context, list);
}

/// SSL_CTX_add1_chain_cert(3), a macro.
static inline int k8s_wait_context_add_chain(SSL_CTX *context, X509 *certificate) {
    return (int)SSL_CTX_add1_chain_cert(context, certificate);
}

/// SSL_set_tlsext_host_name(3), a macro.
static inline int k8s_wait_set_server_name(SSL *session, const char *name) {
    return (int)SSL_set_tlsext_host_name(session, name);
}

/// sk_X509_num(3), a macro over the typed stack.
static inline int k8s_wait_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }

/// sk_X509_value(3), a macro over the typed stack.
static inline X509 *k8s_wait_stack_at(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }

/// A stack of one certificate that does not own it; free with k8s_wait_stack_free.
static inline STACK_OF(X509) *k8s_wait_stack_of(X509 *certificate) {
    STACK_OF(X509) *stack = sk_X509_new_null();
    if (stack != NULL && sk_X509_push(stack, certificate) == 0) {
        sk_X509_free(stack);
        return NULL;
    }
    return stack;
}

/// sk_X509_free(3): frees the stack and leaves its certificates alone.
static inline void k8s_wait_stack_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }

/// sk_X509_new_null(3): an empty stack that will own its certificates; free with k8s_wait_stack_free_all.
static inline STACK_OF(X509) *k8s_wait_stack_new(void) { return sk_X509_new_null(); }

/// Puts another reference to a certificate on a stack that owns them. 1 on success.
static inline int k8s_wait_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    if (X509_up_ref(certificate) == 0) return 0;
    if (sk_X509_push(stack, certificate) > 0) return 1;
    X509_free(certificate);
    return 0;
}

/// sk_X509_pop_free(3): frees the stack and its references.
static inline void k8s_wait_stack_free_all(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

/// sk_GENERAL_NAME_num(3), a macro over the typed stack.
static inline int k8s_wait_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }

/// sk_GENERAL_NAME_value(3), a macro over the typed stack.
static inline GENERAL_NAME *k8s_wait_names_at(const GENERAL_NAMES *names, int index) {
    return sk_GENERAL_NAME_value(names, index);
}

/// EVP_EC_gen(3) on P-256, a macro over a variadic function.
static inline EVP_PKEY *k8s_wait_generate_p256(void) { return EVP_EC_gen("P-256"); }

/// BIO_get_mem_data(3), a macro.
static inline long k8s_wait_bio_contents(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }

/// XN_FLAG_RFC2253, a macro of several casts.
static const unsigned long k8s_wait_rfc2253 = XN_FLAG_RFC2253;

/// X509V3_set_ctx(3) without a configuration file, then X509V3_EXT_conf_nid(3) and X509_add_ext(3): adds one extension
/// given as text. 1 on success.
static inline int k8s_wait_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (extension == NULL) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

/// What a socket BIO remembers: the descriptor, which it does not own, and whether the last receive emptied it.
struct k8s_wait_socket {
    int descriptor;
    int drained;
};

static inline int k8s_wait_bio_create(BIO *bio) {
    struct k8s_wait_socket *socket = calloc(1, sizeof *socket);
    if (socket == NULL) return 0;
    BIO_set_data(bio, socket);
    BIO_set_init(bio, 1);
    return 1;
}

static inline int k8s_wait_bio_destroy(BIO *bio) {
    free(BIO_get_data(bio));
    BIO_set_data(bio, NULL);
    return 1;
}

/// A receive shorter than asked has emptied the socket, so the next read says "try again" without asking the kernel,
/// once: the caller waits for the descriptor to turn readable before it reads again (epoll(7), edge-triggered).
static inline int k8s_wait_bio_read(BIO *bio, char *bytes, int count) {
    struct k8s_wait_socket *socket = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (socket->drained) {
        socket->drained = 0;
        BIO_set_retry_read(bio);
        errno = EAGAIN;
        return -1;
    }
    ssize_t received;
    do {
        received = recv(socket->descriptor, bytes, (size_t)count, 0);
    } while (received < 0 && errno == EINTR);
    if (received > 0) socket->drained = received < count;
    if (received < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
    return (int)received;
}

/// MSG_NOSIGNAL, which OpenSSL's own socket BIO does not pass: a peer that has gone is an error, never SIGPIPE.
static inline int k8s_wait_bio_write(BIO *bio, const char *bytes, int count) {
    struct k8s_wait_socket *socket = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    ssize_t sent;
    do {
        sent = send(socket->descriptor, bytes, (size_t)count, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
    return (int)sent;
}

static inline long k8s_wait_bio_control(BIO *bio, int command, long number, void *pointer) {
    (void)bio, (void)number, (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

/// The kind of BIO that k8s_wait_socket_bio makes: make it once, it is never freed. NULL when memory is short.
static inline BIO_METHOD *k8s_wait_socket_method(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    if (method == NULL) return NULL;
    BIO_meth_set_create(method, k8s_wait_bio_create);
    BIO_meth_set_destroy(method, k8s_wait_bio_destroy);
    BIO_meth_set_read(method, k8s_wait_bio_read);
    BIO_meth_set_write(method, k8s_wait_bio_write);
    BIO_meth_set_ctrl(method, k8s_wait_bio_control);
    return method;
}

/// A BIO over a non-blocking socket that it does not own. NULL when memory is short.
static inline BIO *k8s_wait_socket_bio(BIO_METHOD *method, int descriptor) {
    BIO *bio = BIO_new(method);
    if (bio == NULL) return NULL;
    ((struct k8s_wait_socket *)BIO_get_data(bio))->descriptor = descriptor;
    return bio;
}

#endif
