// How long one title takes: from a station's write of a block's last byte to its receipt by one
// WebSocket client. One thread is both, so that one clock is used and no other process is involved.
//
//   probe METAINT
//
// Prints its port as a station, and the sizes in bytes of an interval with its block and of a frame
// (hop.c needs them). Then obeys the lines on standard input:
//   ws PORT     accepts the stream connection that a server with this port has opened, and is its
//               client; when it answers "ok", the first title has come through
//   raw PORT    the same for hop.c, which speaks neither HTTP nor WebSocket
//   run TITLES whole|bytes|burst   sends each of them this many titles, in turns, one after
//               another, and prints a line each: P50 P99 MAX in ns
// whole: the audio, half a millisecond for the reader to receive it all and wait again, then the
//        block in one write.
// bytes: the same, but the block byte by byte; the time is that of the last byte.
// burst: the block directly after the audio: what is in the socket's buffer delays it.
#include "load.h"

enum { MOST_PATHS = 8, MOST_TITLES = 10000, BYTE_NS = 20000 };

struct path {
    int source, client;
    bool is_raw;
    int64_t lags[MOST_TITLES];
};

static struct path paths[MOST_PATHS];
static int count, listener;
static unsigned number;
static long metaint;
static char *audio, block[1 + 16 * 8], frame[2 + 125];
static size_t block_size, frame_size;

static void next_title(void) {
    char title[126];
    int size = snprintf(title, sizeof title, "Some Artist %06u - A Song of Ordinary Length",
                        number++ % 1000000);
    memset(block, 0, sizeof block);
    int content = snprintf(block + 1, sizeof block - 1, "StreamTitle='%s';", title);
    block[0] = (char)((content + 15) / 16);
    block_size = 1 + (size_t)block[0] * 16;
    frame[0] = (char)0x81;
    frame[1] = (char)size;
    memcpy(frame + 2, title, (size_t)size);
    frame_size = 2 + (size_t)size;
}

static void send_all(int connection, const char *bytes, size_t size) {
    while (size) {
        ssize_t n = send(connection, bytes, size, MSG_NOSIGNAL);
        if (n < 0) fail("send");
        bytes += n;
        size -= (size_t)n;
    }
}

static size_t receive(int connection, char *into, size_t size) {
    ssize_t n = recv(connection, into, size, 0);
    if (n < 0 && errno == EAGAIN) broken("a title is lost, or late by 20 s");
    if (n <= 0) broken("a connection has ended");
    return (size_t)n;
}

static void receive_all(int connection, char *into, size_t size) {
    for (size_t got = 0; got < size;) got += receive(connection, into + got, size - got);
}

static void wait_until(int64_t time) {
    while (now_ns() < time) {}
}

// A server pings its clients: the ping is answered, and removed.
static size_t without_ping(int connection, char *got, size_t size) {
    while (size >= 2 && (unsigned char)got[0] == 0x89) {
        const size_t length = (size_t)got[1];
        char answer[2 + 4 + 125] = {(char)0x8A, (char)(0x80 | length)};  // masked with zero
        if (length > 125 || 2 + length > size) broken("a ping in pieces, or a long one");
        memcpy(answer + 6, got + 2, length);
        send_all(connection, answer, 6 + length);
        size -= 2 + length;
        memmove(got, got + 2 + length, size);
    }
    return size;
}

static void receive_frame(struct path *path) {
    char got[sizeof frame];
    for (size_t size = 0; size < frame_size;) {
        // Usually a whole frame at once.
        size += receive(path->client, got + size, frame_size - size);
        if (!path->is_raw) size = without_ping(path->client, got, size);
    }
    if (!path->is_raw && memcmp(got, frame, frame_size)) broken("another title than was sent");
}

static int64_t one_title(struct path *path, const char *how) {
    static const struct timespec settle = {.tv_nsec = 500000};
    next_title();
    send_all(path->source, audio, (size_t)metaint);
    // Sleeps, because the program may be on this core.
    if (strcmp(how, "burst")) nanosleep(&settle, NULL);
    size_t before = strcmp(how, "bytes") ? 0 : block_size - 1;
    for (size_t i = 0; i < before; i++) {
        send_all(path->source, block + i, 1);
        wait_until(now_ns() + BYTE_NS);
    }
    const int64_t began = now_ns();
    send_all(path->source, block + before, block_size - before);
    receive_frame(path);
    return now_ns() - began;
}

static void prepare(int connection) {
    const struct timeval limit = {.tv_sec = 20};
    no_delay(connection);
    if (setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit)) fail("SO_RCVTIMEO");
}

static int accept_source(void) {
    int source = accept(listener, NULL, NULL);
    if (source < 0) fail("accept");
    prepare(source);
    return source;
}

static void read_head(int connection, char *head, size_t room) {
    size_t size = 0;
    do {
        if (size + 1 >= room) broken("a long head");
        receive_all(connection, head + size, 1);
        head[++size] = 0;
    } while (size < 4 || memcmp(head + size - 4, "\r\n\r\n", 4));
}

static void add_raw(struct path *path, int port) {
    path->is_raw = true;
    path->client = connect_to(port);
    path->source = accept_source();
}

static void add_server(struct path *path, int port) {
    char head[4096], got[2];
    path->source = accept_source();
    read_head(path->source, head, sizeof head);
    int size = snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n"
                        "icy-metaint:%ld\r\n\r\n", metaint);
    send_all(path->source, head, (size_t)size);
    next_title();
    send_all(path->source, audio, (size_t)metaint);
    send_all(path->source, block, block_size);
    path->client = connect_to(port);
    size = snprintf(head, sizeof head, "GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", port);
    send_all(path->client, head, (size_t)size);
    read_head(path->client, head, sizeof head);
    if (strncmp(head, "HTTP/1.1 101 ", 13)) broken(head);
    do {  // what may arrive before the title sent above
        receive_all(path->client, got, 2);
        if ((unsigned char)got[0] != 0x81 || got[1] < 0) broken("not a short text frame");
        receive_all(path->client, head, (size_t)got[1]);
    } while (got[1] != frame[1] || memcmp(head, frame + 2, frame_size - 2));
}

static int ascending(const void *a, const void *b) {
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void run(int titles, const char *how) {
    for (int i = 0; i < titles; i++)
        for (int p = 0; p < count; p++) paths[p].lags[i] = one_title(&paths[p], how);
    for (int p = 0; p < count; p++) {
        int64_t *lags = paths[p].lags;
        qsort(lags, (size_t)titles, sizeof *lags, ascending);
        printf("%lld %lld %lld\n", (long long)lags[titles / 2],
               (long long)lags[(long)titles * 99 / 100], (long long)lags[titles - 1]);
    }
}

int main(int argc, char **argv) {
    if (argc != 2 || (metaint = atol(argv[1])) < 1 || !(audio = malloc((size_t)metaint))) return 64;
    memset(audio, 'U', (size_t)metaint);
    int port = 0;
    listener = listen_on(&port, false);
    // A blocking listener, unlike those of the servers.
    if (fcntl(listener, F_SETFL, 0)) fail("fcntl");
    next_title();
    printf("%d %ld %zu\n", port, metaint + (long)block_size, frame_size);
    fflush(stdout);
    char line[128], how[16];
    while (fgets(line, sizeof line, stdin)) {
        int value;
        if (count < MOST_PATHS && sscanf(line, "ws %d", &value) == 1)
            add_server(&paths[count++], value);
        else if (count < MOST_PATHS && sscanf(line, "raw %d", &value) == 1)
            add_raw(&paths[count++], value);
        else if (sscanf(line, "run %d %15s", &value, how) == 2 && value > 0 && value <= MOST_TITLES)
            run(value, how);
        else broken("which line is that?");
        if (line[0] != 'r' || line[1] == 'a') puts("ok");
        fflush(stdout);
    }
}
