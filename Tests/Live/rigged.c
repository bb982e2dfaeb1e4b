// A library that is loaded before the C library (LD_PRELOAD). It simulates a slow or full disk and
// a name server that the test controls, without touching any file of the machine.
//
//   RIGGED_DISK=FILE    while the file exists: "slow" in it makes each write to a regular file
//                       take a tenth of a second, "full" makes it fail
//   RIGGED_NAMES=FILE   names that end with ".test" have the address 127.0.0.1, those that begin
//                       with "many" have 2,000, every second one IPv6; lookups of such names and
//                       connects are lines in the file: "lookup NAME",
//                       "connect ADDRESS PORT DESCRIPTOR", and "close DESCRIPTOR" of those
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANY = 2000 };

static void note(const char *line) {
    static int file = -1;
    const char *path = getenv("RIGGED_NAMES");
    if (!path) return;
    const int before = errno;
    if (file < 0) file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file >= 0) dprintf(file, "%s\n", line);
    errno = before;
}

// ---- The disk ---------------------------------------------------------------------------------

// 's' (slow), 'f' (full) or 0.
static char disk(int descriptor) {
    char word = 0;
    struct stat about;
    const char *path = getenv("RIGGED_DISK");
    if (!path || fstat(descriptor, &about) || !S_ISREG(about.st_mode)) return 0;
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    if (read(file, &word, 1) < 1) word = 0;
    close(file);
    return word;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    static ssize_t (*next)(int, const void *, size_t);
    if (!next) next = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    const char how = disk(descriptor);
    if (how == 's') usleep(100000);
    if (how == 'f') {
        errno = ENOSPC;
        return -1;
    }
    return next(descriptor, bytes, count);
}

// ---- Names ------------------------------------------------------------------------------------

static bool is_ours(const char *host) {
    const size_t size = host ? strlen(host) : 0;
    return getenv("RIGGED_NAMES") && size > 5 && !strcmp(host + size - 5, ".test");
}

static struct addrinfo *entry(int number, uint16_t port) {
    struct sockaddr_storage *address = calloc(1, sizeof *address);
    struct addrinfo *made = calloc(1, sizeof *made);
    made->ai_socktype = SOCK_STREAM;
    made->ai_addr = (struct sockaddr *)address;
    if (number % 2) {  // of a documentation network (RFC 3849), which nobody has
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(port);
        inet_pton(AF_INET6, "2001:db8::", &six->sin6_addr);
        six->sin6_addr.s6_addr[14] = (uint8_t)(number >> 8);
        six->sin6_addr.s6_addr[15] = (uint8_t)number;
        made->ai_addrlen = sizeof *six;
    } else {  // of this machine
        struct sockaddr_in *four = (struct sockaddr_in *)address;
        four->sin_family = AF_INET;
        four->sin_port = htons(port);
        four->sin_addr.s_addr = htonl(number ? 0x7F030000u + (uint32_t)number : INADDR_LOOPBACK);
        made->ai_addrlen = sizeof *four;
    }
    made->ai_family = address->ss_family;
    return made;
}

static struct addrinfo *ours;  // marks our lists: an address that no list of the C library has

int getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    static int (*next)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
    if (!next) next = (int (*)(const char *, const char *, const struct addrinfo *,
                               struct addrinfo **))dlsym(RTLD_NEXT, "getaddrinfo");
    if (!is_ours(host) || (hints && hints->ai_flags & AI_NUMERICHOST))
        return next(host, service, hints, found);
    char line[600];
    snprintf(line, sizeof line, "lookup %.500s", host);
    note(line);
    const uint16_t port = (uint16_t)(service ? atoi(service) : 0);
    const bool is_many = !strncmp(host, "many", 4);
    struct addrinfo **last = found;
    *found = NULL;
    for (int number = is_many ? 1 : 0; number <= (is_many ? MANY : 0); number++) {
        *last = entry(number, port);
        last = &(*last)->ai_next;
    }
    // Never released: there are few of them, and `freeaddrinfo` must recognise them.
    (*found)->ai_canonname = (char *)&ours;
    return 0;
}

void freeaddrinfo(struct addrinfo *list) {
    static void (*next)(struct addrinfo *);
    if (!next) next = (void (*)(struct addrinfo *))dlsym(RTLD_NEXT, "freeaddrinfo");
    if (list && list->ai_canonname == (char *)&ours) return;
    next(list);
}

// Whether a descriptor is that of a connection that the program has begun.
enum { CONNECTED = 4096 };
static bool is_connected[CONNECTED];

int close(int descriptor) {
    static int (*next)(int);
    if (!next) next = (int (*)(int))dlsym(RTLD_NEXT, "close");
    if (descriptor >= 0 && descriptor < CONNECTED && is_connected[descriptor]) {
        char line[32];
        is_connected[descriptor] = false;
        snprintf(line, sizeof line, "close %d", descriptor);
        note(line);
    }
    return next(descriptor);
}

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    static int (*next)(int, const struct sockaddr *, socklen_t);
    if (!next) next = (int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
    char text[INET6_ADDRSTRLEN] = "", line[128];
    int port = 0;
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *four = (const struct sockaddr_in *)address;
        inet_ntop(AF_INET, &four->sin_addr, text, sizeof text);
        port = ntohs(four->sin_port);
    } else if (address->sa_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)address;
        inet_ntop(AF_INET6, &six->sin6_addr, text, sizeof text);
        port = ntohs(six->sin6_port);
    }
    if (port) {
        snprintf(line, sizeof line, "connect %s %d %d", text, port, descriptor);
        note(line);
        if (descriptor < CONNECTED) is_connected[descriptor] = true;
    }
    // Not one packet of it leaves the machine.
    if (!strncmp(text, "2001:db8:", 9)) {
        errno = ENETUNREACH;
        return -1;
    }
    return next(descriptor, address, length);
}
