// What the programs of Tests/Load share: time, loopback sockets, options. Each program is one file
// that includes this one; a function that a program does not use costs nothing.
#ifndef LOAD_H
#define LOAD_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAYBE_UNUSED __attribute__((unused))

MAYBE_UNUSED static _Noreturn void fail(const char *what) {
    perror(what);
    exit(1);
}

MAYBE_UNUSED static _Noreturn void broken(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(1);
}

// CLOCK_MONOTONIC is one clock for all processes, so clients can compare times taken by the source.
MAYBE_UNUSED static int64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

// Allows as many descriptors as the hard limit.
MAYBE_UNUSED static void raise_descriptor_limit(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) fail("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

MAYBE_UNUSED static struct sockaddr_in loopback(int port) {
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons((uint16_t)port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

// Listens on loopback; *port 0 means any port, and the chosen one is stored there.
MAYBE_UNUSED static int listen_on(int *port, bool shared) {
    struct sockaddr_in address = loopback(*port);
    socklen_t length = sizeof address;
    const int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (listener < 0) fail("socket");
    if (shared && setsockopt(listener, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one))
        fail("SO_REUSEPORT");
    if (bind(listener, (struct sockaddr *)&address, length)) fail("bind");
    if (listen(listener, 4096)) fail("listen");
    if (getsockname(listener, (struct sockaddr *)&address, &length)) fail("getsockname");
    *port = ntohs(address.sin_port);
    return listener;
}

// A blocking connection to a loopback port.
MAYBE_UNUSED static int connect_to(int port) {
    struct sockaddr_in address = loopback(port);
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0) fail("socket");
    if (connect(connection, (struct sockaddr *)&address, sizeof address)) fail("connect");
    return connection;
}

MAYBE_UNUSED static void no_delay(int connection) {
    const int one = 1;
    if (setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one)) fail("TCP_NODELAY");
}

// Waits for input on a descriptor; `data` is returned with the event.
MAYBE_UNUSED static void watch(int loop, int descriptor, uint64_t data) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLRDHUP, .data.u64 = data};
    if (epoll_ctl(loop, EPOLL_CTL_ADD, descriptor, &event)) fail("epoll_ctl");
}

// The value of "--name VALUE" among the arguments, or `otherwise`.
MAYBE_UNUSED static long option(int argc, char **argv, const char *name, long otherwise) {
    for (int i = 1; i + 1 < argc; i++)
        if (!strcmp(argv[i], name)) return atol(argv[i + 1]);
    return otherwise;
}

// ---- WebSocket: the answer to a key (RFC 6455, section 4.2.2) --------------------------------

MAYBE_UNUSED static uint32_t rotated(uint32_t word, int by) {
    return word << by | word >> (32 - by);
}

// SHA-1 (FIPS 180-4) of at most 119 bytes, which is two blocks.
MAYBE_UNUSED static void sha1(const char *bytes, size_t size, unsigned char digest[20]) {
    uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    unsigned char padded[128] = {0};
    if (size > 119) broken("too long for this SHA-1");
    const size_t total = size > 55 ? 128 : 64;
    memcpy(padded, bytes, size);
    padded[size] = 0x80;
    padded[total - 2] = (unsigned char)(size * 8 >> 8);
    padded[total - 1] = (unsigned char)(size * 8);
    for (size_t block = 0; block < total; block += 64) {
        uint32_t w[80];
        for (size_t t = 0; t < 16; t++) {
            const unsigned char *word = padded + block + 4 * t;
            w[t] = (uint32_t)word[0] << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8
                 | word[3];
        }
        for (int t = 16; t < 80; t++)
            w[t] = rotated(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        uint32_t a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];
        for (int t = 0; t < 80; t++) {
            uint32_t f = t < 20   ? ((b & c) | (~b & d)) + 0x5A827999
                         : t < 40 ? (b ^ c ^ d) + 0x6ED9EBA1
                         : t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8F1BBCDC
                                  : (b ^ c ^ d) + 0xCA62C1D6;
            uint32_t next = rotated(a, 5) + f + e + w[t];
            e = d;
            d = c;
            c = rotated(b, 30);
            b = a;
            a = next;
        }
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
    }
    for (int i = 0; i < 20; i++) digest[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

// Base64 of `size` bytes; `text` has room for the padding and a closing NUL.
MAYBE_UNUSED static void base64(const unsigned char *bytes, size_t size, char *text) {
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < size; i += 3) {
        size_t left = size - i;
        uint32_t three = (uint32_t)bytes[i] << 16 | (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0)
                       | (left > 2 ? bytes[i + 2] : 0);
        *text++ = digits[three >> 18];
        *text++ = digits[three >> 12 & 63];
        *text++ = left > 1 ? digits[three >> 6 & 63] : '=';
        *text++ = left > 2 ? digits[three & 63] : '=';
    }
    *text = 0;
}

// Sec-WebSocket-Accept, 28 characters, for a Sec-WebSocket-Key of 24.
MAYBE_UNUSED static void accept_key(const char *key, char accept[29]) {
    char text[24 + 36 + 1];
    unsigned char digest[20];
    memcpy(text, key, 24);
    memcpy(text + 24, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 37);
    sha1(text, 60, digest);
    base64(digest, 20, accept);
}

#endif
