// N browsers: WebSocket clients that receive one title after another, and count them.
//
//   crowd PORT PATH N [--at-once 64] [--spin-ms 0]
//
// Connects, with `at-once` handshakes in progress at a time, and checks each answer. Prints
//   connected NS           when the last handshake is done: how long all of them took
//   ready                  when each client has the current title
//   title NUMBER P50 P99 MAX FIRST   when each client has received it: ns from the time in the
//                          title to its arrival, over the clients, and FIRST, the shortest
// Each client must get each title exactly once and in order; otherwise this ends with an error. It
// shares the machine with the server: one epoll, one recv a frame, no allocation. With --spin-ms it
// polls until nothing has arrived for this long, before it sleeps. Otherwise it may fall asleep
// between two frames, and whether a `send` of the server wakes it or not makes a factor of two,
// which no server on a network sees.
//
// A server limits the clients of an address, so they come from 127.0.1.1, 127.0.1.2 and so on.
#include "load.h"

enum { MOST = 19500, PER_ADDRESS = 900, RECEIVED = 2048, STAMP = 19, NUMBER_TO_END = 36 };

struct client {
    int connection;
    bool open;       // the handshake is done
    int number;      // of the newest title; -1: none
};

static struct client clients[MOST];
static int64_t arrivals[MOST];
static int count, loop, begun, opened;
static int port;
static const char *path;
static int current = -1;   // the title that is arriving
static int arrived, with_title;

static void key_of(int which, char key[25]) {
    unsigned char bytes[16] = "a key of a load";
    memcpy(bytes, &which, sizeof which);
    base64(bytes, sizeof bytes, key);
}

static void begin(int which) {
    const int one = 1;
    char request[512], key[25];
    struct sockaddr_in from = loopback(0), to = loopback(port);
    from.sin_addr.s_addr = htonl(0x7F000101 + (uint32_t)(which / PER_ADDRESS));
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0) fail("socket");
    // Without it, each bind would look for a port that no other socket has at all.
    setsockopt(connection, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    if (bind(connection, (struct sockaddr *)&from, sizeof from)) fail("bind");
    if (connect(connection, (struct sockaddr *)&to, sizeof to)) fail("connect");
    key_of(which, key);
    int size = snprintf(request, sizeof request, "GET /%s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
                        path, port, key);
    if (send(connection, request, (size_t)size, MSG_NOSIGNAL) != size) fail("send");
    clients[which] = (struct client){.connection = connection, .number = -1};
    watch(loop, connection, (uint64_t)which);
}

static int ascending(const void *a, const void *b) {
    const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static void report(void) {
    qsort(arrivals, (size_t)count, sizeof *arrivals, ascending);
    printf("title %d %lld %lld %lld %lld\n", current, (long long)arrivals[count / 2],
           (long long)arrivals[(long)count * 99 / 100], (long long)arrivals[count - 1],
           (long long)arrivals[0]);
    fflush(stdout);
    arrived = 0;
}

// "PATH 000017 - sent at 0000123456789012345"
static void title(int which, const char *text, size_t size) {
    const int64_t now = now_ns();
    struct client *client = &clients[which];
    char digits[STAMP + 1] = {0};
    if (size < NUMBER_TO_END) broken("not a title of the source");
    memcpy(digits, text + size - STAMP, STAMP);
    const int64_t sent_at = atoll(digits);
    memcpy(digits, text + size - NUMBER_TO_END, 6);
    digits[6] = 0;
    const int number = atoi(digits), before = client->number;
    client->number = number;
    if (before < 0) {  // the current title
        if (++with_title == count) { puts("ready"); fflush(stdout); }
        if (current < 0) current = number;
        if (number != current) broken("clients begin with different titles");
        return;
    }
    if (number != before + 1) {
        fprintf(stderr, "client %d got title %d after %d\n", which, number, before);
        exit(1);
    }
    if (!arrived) current = number;
    if (number != current) broken("a title overtook another");
    arrivals[arrived++] = now - sent_at;
    if (arrived == count) report();
}

static void pong(int connection, const char *payload, size_t size) {
    char frame[2 + 4 + 125] = {(char)0x8A, (char)(0x80 | size)};  // masked with zero
    memcpy(frame + 6, payload, size);
    if (send(connection, frame, 6 + size, MSG_NOSIGNAL) < 0) fail("send");
}

static void frames(int which, const char *bytes, size_t size) {
    while (size) {
        const size_t length = size > 1 ? (unsigned char)bytes[1] : 126;
        if (length > 125 || 2 + length > size) broken("a frame in pieces, or a long one");
        const unsigned char first = (unsigned char)bytes[0];
        if (first == 0x81) title(which, bytes + 2, length);
        else if (first == 0x89) pong(clients[which].connection, bytes + 2, length);
        else broken("neither a text nor a ping");
        bytes += 2 + length;
        size -= 2 + length;
    }
}

static void handshake(int which, const char *bytes, size_t size) {
    char key[25], accept[29];
    const char *end = strstr(bytes, "\r\n\r\n");
    key_of(which, key);
    accept_key(key, accept);
    if (!end || strncmp(bytes, "HTTP/1.1 101 ", 13) || !strstr(bytes, accept)) {
        fprintf(stderr, "client %d was answered: %s\n", which, bytes);
        exit(1);
    }
    clients[which].open = true;
    opened++;
    end += 4;
    frames(which, end, size - (size_t)(end - bytes));
}

int main(int argc, char **argv) {
    if (argc < 4) return 64;
    port = atoi(argv[1]);
    path = argv[2];
    count = atoi(argv[3]);
    const int at_once = (int)option(argc, argv, "--at-once", 64);
    const int64_t spin_ns = option(argc, argv, "--spin-ms", 0) * INT64_C(1000000);
    if (count < 1 || count > MOST || at_once < 1) return 64;
    raise_descriptor_limit();
    loop = epoll_create1(0);
    const int64_t start = now_ns();
    int64_t last = start;  // when something last arrived
    bool said = false;
    for (;;) {
        static struct epoll_event events[256];
        static char bytes[RECEIVED + 1];
        while (begun < count && begun - opened < at_once) begin(begun++);
        int ready = epoll_wait(loop, events, 256, spin_ns ? 0 : -1);
        if (spin_ns) {
            const int64_t now = now_ns();
            if (ready > 0) last = now;
            else if (now - last < spin_ns) continue;
            else ready = epoll_wait(loop, events, 256, -1);
        }
        for (int i = 0; i < ready; i++) {
            const int which = (int)events[i].data.u64;
            ssize_t n = recv(clients[which].connection, bytes, RECEIVED, MSG_DONTWAIT);
            if (n <= 0) broken("the server has closed a connection");
            bytes[n] = 0;
            if (clients[which].open) frames(which, bytes, (size_t)n);
            else handshake(which, bytes, (size_t)n);
        }
        if (opened == count && !said) {
            printf("connected %lld\n", (long long)(now_ns() - start));
            fflush(stdout);
            said = true;
        }
    }
}
