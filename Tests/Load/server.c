// The limit for delivery: only what a WebSocket server must do to send N clients the titles of one
// stream: epoll, the handshake, one prebuilt frame, a tight loop of `send`.
//
//   server SOURCE-PORT PATH [--threads 1|2]
//
// Prints its port. Each thread has its own epoll and its own listener on that port (SO_REUSEPORT);
// the first one reads the stream, and wakes the others by an eventfd before it sends itself.
#include "load.h"
#include <pthread.h>
#include <sys/eventfd.h>

enum { MOST_THREADS = 8, MOST_CLIENTS = 20000, FRAME = 2 + 125, BLOCK = 1 + 255 * 16 };

struct thread {
    int loop, listener, wake, count;
    int clients[MOST_CLIENTS];
    int place[MOST_CLIENTS + 64];  // by descriptor: its place in `clients`; 0: no handshake
    size_t frame_size;             // of the newest title
    char frame[FRAME];
};

static struct thread threads[MOST_THREADS];
static int thread_count;

// How a title reaches the other threads.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char shared_frame[FRAME];
static size_t shared_size;

static struct {
    int connection;
    bool in_body;
    long metaint, audio_left;
    int head_size, block_size;
    char head[2048], block[BLOCK];
} stream;

static void tell(struct thread *thread) {
    for (int i = 1; i <= thread->count; i++)
        if (send(thread->clients[i], thread->frame, thread->frame_size,
                 MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)thread->frame_size)
            broken("a client does not read");
}

static void tell_everybody(void) {
    static const char start[] = "StreamTitle='";
    stream.block[stream.block_size] = 0;
    char *end = strstr(stream.block, "';");
    if (!end || memcmp(stream.block + 1, start, sizeof start - 1)) broken("not a title");
    const char *title = stream.block + sizeof start;
    const size_t size = (size_t)(end - title);
    if (size > 125) broken("a long title");
    pthread_mutex_lock(&lock);
    shared_frame[0] = (char)0x81;
    shared_frame[1] = (char)size;
    memcpy(shared_frame + 2, title, size);
    shared_size = 2 + size;
    pthread_mutex_unlock(&lock);
    const uint64_t one = 1;
    for (int i = 1; i < thread_count; i++)
        if (write(threads[i].wake, &one, sizeof one) != sizeof one) fail("eventfd");
    memcpy(threads[0].frame, shared_frame, shared_size);
    threads[0].frame_size = shared_size;
    tell(&threads[0]);
}

static void take(const char *bytes, long n) {
    while (n > 0) {
        if (stream.audio_left) {
            long part = n < stream.audio_left ? n : stream.audio_left;
            stream.audio_left -= part;
            bytes += part;
            n -= part;
            continue;
        }
        stream.block[stream.block_size++] = *bytes++;
        n--;
        if (stream.block_size == 1 + (unsigned char)stream.block[0] * 16) {
            stream.audio_left = stream.metaint;
            if (stream.block_size > 1) tell_everybody();
            stream.block_size = 0;
        }
    }
}

static void read_stream(void) {
    static char bytes[65536];
    ssize_t n = recv(stream.connection, bytes, sizeof bytes, 0);
    if (n <= 0) exit(0);
    if (stream.in_body) { take(bytes, n); return; }
    if (stream.head_size + n >= (long)sizeof stream.head) n = (long)sizeof stream.head - 1;
    memcpy(stream.head + stream.head_size, bytes, (size_t)n);
    stream.head[stream.head_size += (int)n] = 0;
    char *end = strstr(stream.head, "\r\n\r\n"), *metaint = strstr(stream.head, "icy-metaint:");
    if (!end) return;
    if (!metaint) broken("no icy-metaint");
    stream.metaint = stream.audio_left = atol(metaint + 12);
    stream.in_body = true;
    take(end + 4, stream.head + stream.head_size - (end + 4));
}

static void accept_clients(struct thread *thread) {
    int client;
    while ((client = accept4(thread->listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (client >= MOST_CLIENTS) broken("too many clients");
        thread->place[client] = 0;
        watch(thread->loop, client, (uint64_t)client);
    }
    if (errno != EAGAIN) fail("accept");
}

static void leave(struct thread *thread, int client) {
    const int place = thread->place[client];
    if (place) {
        const int last = thread->clients[thread->count--];
        thread->clients[place] = last;
        thread->place[last] = place;
    }
    close(client);
}

// The request, which is small enough to arrive whole, and its answer with the current title.
static void read_client(struct thread *thread, int client) {
    static const char name[] = "\r\nSec-WebSocket-Key: ";
    char bytes[2048], accept[29];
    ssize_t n = recv(client, bytes, sizeof bytes - 1, 0);
    if (n <= 0) { leave(thread, client); return; }
    if (thread->place[client]) return;
    bytes[n] = 0;
    const char *key = strstr(bytes, name);
    if (!key || strcmp(bytes + n - 4, "\r\n\r\n") || strlen(key) < sizeof name + 24)
        broken("not a WebSocket request");
    accept_key(key + sizeof name - 1, accept);
    int size = snprintf(bytes, sizeof bytes, "HTTP/1.1 101 Switching Protocols\r\n"
                        "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Accept: %s\r\n\r\n", accept);
    memcpy(bytes + size, thread->frame, thread->frame_size);
    size += (int)thread->frame_size;
    if (send(client, bytes, (size_t)size, MSG_NOSIGNAL) != size) { leave(thread, client); return; }
    thread->clients[++thread->count] = client;
    thread->place[client] = thread->count;
}

static void newest_frame(struct thread *thread) {
    uint64_t times;
    if (read(thread->wake, &times, sizeof times) != sizeof times) fail("eventfd");
    pthread_mutex_lock(&lock);
    memcpy(thread->frame, shared_frame, shared_size);
    thread->frame_size = shared_size;
    pthread_mutex_unlock(&lock);
    tell(thread);
}

static void *run(void *argument) {
    struct thread *thread = argument;
    struct epoll_event events[512];
    for (;;) {
        int count = epoll_wait(thread->loop, events, 512, -1);
        for (int i = 0; i < count; i++) {
            const int which = (int)events[i].data.u64;
            if (which == thread->listener) accept_clients(thread);
            else if (which == thread->wake) newest_frame(thread);
            else if (thread == threads && which == stream.connection) read_stream();
            else read_client(thread, which);
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 3) return 64;
    thread_count = (int)option(argc, argv, "--threads", 1);
    if (thread_count < 1 || thread_count > MOST_THREADS) return 64;
    raise_descriptor_limit();
    int port = 0;
    for (int i = 0; i < thread_count; i++) {
        threads[i].loop = epoll_create1(0);
        threads[i].listener = listen_on(&port, true);
        threads[i].wake = eventfd(0, EFD_NONBLOCK);
        no_delay(threads[i].listener);  // accepted sockets inherit it
        watch(threads[i].loop, threads[i].listener, (uint64_t)threads[i].listener);
        watch(threads[i].loop, threads[i].wake, (uint64_t)threads[i].wake);
    }
    char request[256];
    int size = snprintf(request, sizeof request, "GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        "Icy-MetaData: 1\r\n\r\n", argv[2]);
    stream.connection = connect_to(atoi(argv[1]));
    if (send(stream.connection, request, (size_t)size, MSG_NOSIGNAL) != size) fail("send");
    watch(threads[0].loop, stream.connection, (uint64_t)stream.connection);
    printf("%d\n", port);
    fflush(stdout);
    for (int i = 1; i < thread_count; i++) {
        pthread_t started;
        if (pthread_create(&started, NULL, run, &threads[i])) broken("pthread_create");
    }
    run(&threads[0]);
}
