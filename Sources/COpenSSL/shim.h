// OpenSSL 3, with functions for the macros that Swift cannot import.
#ifndef RELAY_COPENSSL_SHIM_H
#define RELAY_COPENSSL_SHIM_H
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <errno.h>
#include <sys/socket.h>

// HMAC-SHA-256 (RFC 2104): 32 bytes. Returns 0 if there is no such digest.
static inline int relay_hmac_sha256(const unsigned char *key, size_t key_count,
                                    const unsigned char *bytes, size_t count,
                                    unsigned char *digest) {
    unsigned int size = 0;
    return HMAC(EVP_sha256(), key, (int)key_count, bytes, count, digest, &size) && size == 32;
}
static inline int relay_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}
static inline int relay_ssl_require_tls_1_2(SSL_CTX *context) {
    return (int)SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
static inline int relay_no_password(char *buffer, int size, int writing, void *data) {
    (void)buffer, (void)size, (void)writing, (void)data;
    return 0;
}
// Writes may be partial and may continue from another address. Buffers are freed while a connection
// is idle (34 KiB per connection). No session is kept here: the client keeps the tickets. No
// renegotiation, no compression.
static inline void relay_ssl_server_options(SSL_CTX *context) {
    // A key with a password is an error: a prompt on the terminal would block everything.
    SSL_CTX_set_default_passwd_cb(context, relay_no_password);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
                                     | SSL_OP_CIPHER_SERVER_PREFERENCE
                                     | SSL_OP_IGNORE_UNEXPECTED_EOF);
}
// Whether a handshake failed because the peer sent plain HTTP.
static inline int relay_is_plain_http(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_SSL && (ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST
                                                || ERR_GET_REASON(code) == SSL_R_HTTPS_PROXY_REQUEST);
}
static inline size_t relay_bio_pending(BIO *bio) {
    return BIO_ctrl_pending(bio);
}

// What the peer of a connection makes OpenSSL do without our notice, and how much OpenSSL may read.
struct relay_tls_peer {
    int descriptor;
    // Bytes that OpenSSL may read from the socket before it must return.
    int budget;
    // Messages after the handshake. A peer's renegotiations (TLS 1.2) are counted even though
    // OpenSSL refuses them: each refusal costs an alert.
    int key_updates;
    int renegotiations;
    int ended;
};
// Counts what SSL_read handles without returning: a KeyUpdate (RFC 8446 4.6.3), and any plain
// handshake record after the handshake, which in TLS 1.2 requests another handshake.
static void relay_count_message(int written, int version, int type, const void *bytes,
                                size_t count, SSL *ssl, void *argument) {
    struct relay_tls_peer *peer = (struct relay_tls_peer *)argument;
    (void)version;
    if (written || !peer || count == 0) return;
    unsigned char first = *(const unsigned char *)bytes;
    // While OpenSSL handles a KeyUpdate, it reports that it is in a handshake again.
    if (type == SSL3_RT_HANDSHAKE && first == SSL3_MT_KEY_UPDATE) peer->key_updates++;
    if (type == SSL3_RT_HEADER && first == SSL3_RT_HANDSHAKE && SSL_is_init_finished(ssl))
        peer->renegotiations++;
}
static inline void relay_count_messages(SSL *ssl, struct relay_tls_peer *peer) {
    SSL_set_msg_callback(ssl, relay_count_message);
    SSL_set_msg_callback_arg(ssl, peer);
}
// A BIO on a socket that reads no more than the budget. OpenSSL's own BIO reads for as long as the
// peer sends records without content.
static int relay_bio_read(BIO *bio, char *bytes, int size) {
    struct relay_tls_peer *peer = (struct relay_tls_peer *)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (peer->budget <= 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    int count = (int)recv(peer->descriptor, bytes, size < peer->budget ? size : peer->budget, 0);
    if (count > 0) peer->budget -= count;
    if (count == 0) peer->ended = 1;
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
    return count;
}
static int relay_bio_write(BIO *bio, const char *bytes, int size) {
    struct relay_tls_peer *peer = (struct relay_tls_peer *)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    int count = (int)send(peer->descriptor, bytes, (size_t)size, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
    return count;
}
static long relay_bio_control(BIO *bio, int command, long number, void *pointer) {
    (void)number, (void)pointer;
    switch (command) {
    case BIO_CTRL_FLUSH: return 1;
    case BIO_CTRL_EOF: return ((struct relay_tls_peer *)BIO_get_data(bio))->ended;
    default: return 0;
    }
}
static inline BIO_METHOD *relay_bio_method(void) {
    BIO_METHOD *method =
        BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "relay socket");
    if (!method) return NULL;
    BIO_meth_set_read(method, relay_bio_read);
    BIO_meth_set_write(method, relay_bio_write);
    BIO_meth_set_ctrl(method, relay_bio_control);
    return method;
}
// Gives the connection such a BIO. Returns 0 if there is no memory.
static inline int relay_set_peer(SSL *ssl, const BIO_METHOD *method,
                                 struct relay_tls_peer *peer) {
    BIO *bio = BIO_new(method);
    if (!bio) return 0;
    BIO_set_data(bio, peer);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    relay_count_messages(ssl, peer);
    return 1;
}
#endif
