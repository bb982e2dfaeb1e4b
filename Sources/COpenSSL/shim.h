// OpenSSL 3, with the macros that Swift cannot see as functions.
#ifndef RELAY_COPENSSL_SHIM_H
#define RELAY_COPENSSL_SHIM_H
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline int relay_ssl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}
static inline int relay_ssl_require_tls_1_2(SSL_CTX *context) {
    return (int)SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
// Writes may be partial and may go on from another place in memory; buffers are given back while
// nothing is on its way (34 KiB a connection); nothing of a session is kept here (tickets are the
// client's); no renegotiation, no compression.
static inline int relay_no_password(char *buffer, int size, int writing, void *data) {
    (void)buffer, (void)size, (void)writing, (void)data;
    return 0;
}
static inline void relay_ssl_server_options(SSL_CTX *context) {
    // A key with a password fails; asking for it on a terminal would hold everything up.
    SSL_CTX_set_default_passwd_cb(context, relay_no_password);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
                                  | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION
                                     | SSL_OP_CIPHER_SERVER_PREFERENCE
                                     | SSL_OP_IGNORE_UNEXPECTED_EOF);
}
// Whether a handshake failed because plain HTTP came.
static inline int relay_is_plain_http(unsigned long code) {
    return ERR_GET_LIB(code) == ERR_LIB_SSL && (ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST
                                                || ERR_GET_REASON(code) == SSL_R_HTTPS_PROXY_REQUEST);
}
static inline size_t relay_bio_pending(BIO *bio) {
    return BIO_ctrl_pending(bio);
}
#endif
