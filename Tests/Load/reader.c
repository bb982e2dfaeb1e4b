// The limit for reading: only what a program must do to read the titles of N streams. It counts
// through the streams by their length bytes and recognises a title when it sees one.
//
//   reader plain|skip PORT N [--once 1]
//
// plain: receives whatever epoll reports, 16 KiB at a time.
// skip:  SO_RCVLOWAT lets the kernel report only when the next length byte is there, and MSG_TRUNC
//        lets it drop the audio without a copy.
// A line on standard input is answered with: streams, blocks, titles, recv calls. --once 1 ends the
// program at the first title.
#include "load.h"

enum { MOST = 19000, CHUNK = 16384, LOWEST_CAP = 65536 };

struct stream {
    int connection;
    bool in_body;
    int low_water;       // as currently set
    long metaint;
    long audio_left;     // until the length byte
    int block_left;      // of the block's content
    int block_size, head_size;
    char *head;          // the response head while it arrives, 1 KiB
    char block[256 * 16];
};

static struct stream *streams;
static int count, loop;
static bool skips, once;
static long long blocks, titles, calls;

static void block_done(struct stream *stream) {
    blocks++;
    stream->audio_left = stream->metaint;
    if (!stream->block_size) return;
    if (memcmp(stream->block, "StreamTitle='", 13)) broken("a block without a title: lost count");
    titles++;
    if (once) exit(0);
}

// Consumes bytes of the stream, in pieces of any size.
static void take(struct stream *stream, const char *bytes, long n) {
    while (n > 0) {
        if (stream->audio_left) {
            long part = n < stream->audio_left ? n : stream->audio_left;
            stream->audio_left -= part;
            bytes += part;
            n -= part;
        } else if (!stream->block_left) {
            stream->block_size = stream->block_left = (unsigned char)*bytes * 16;
            bytes++;
            n--;
            if (!stream->block_left) block_done(stream);
        } else {
            long part = n < stream->block_left ? n : stream->block_left;
            memcpy(stream->block + stream->block_size - stream->block_left, bytes, (size_t)part);
            stream->block_left -= (int)part;
            bytes += part;
            n -= part;
            if (!stream->block_left) block_done(stream);
        }
    }
}

static ssize_t receive(struct stream *stream, char *into, long n, int flags) {
    calls++;
    ssize_t got = recv(stream->connection, into, (size_t)n, flags | MSG_DONTWAIT);
    if (!got || (got < 0 && errno != EAGAIN)) broken("a stream has ended");
    return got;
}

static void read_head(struct stream *stream) {
    ssize_t n = receive(stream, stream->head + stream->head_size, 1023 - stream->head_size, 0);
    if (n <= 0) return;
    stream->head_size += (int)n;
    stream->head[stream->head_size] = 0;
    char *end = strstr(stream->head, "\r\n\r\n");
    if (!end) return;
    char *metaint = strstr(stream->head, "icy-metaint:");
    if (!metaint) broken("no icy-metaint");
    stream->metaint = stream->audio_left = atol(metaint + 12);
    stream->in_body = true;
    take(stream, end + 4, stream->head + stream->head_size - (end + 4));
    free(stream->head);
}

static void read_plain(struct stream *stream) {
    static char chunk[CHUNK];
    ssize_t n = receive(stream, chunk, CHUNK, 0);
    if (n > 0) take(stream, chunk, n);
}

static void read_skip(struct stream *stream) {
    char bytes[256 * 16];
    for (;;) {
        if (stream->audio_left) {
            ssize_t n = receive(stream, NULL, stream->audio_left, MSG_TRUNC);
            if (n < 0) break;
            if ((stream->audio_left -= n)) break;
        }
        ssize_t n = receive(stream, bytes, stream->block_left ? stream->block_left : 1, 0);
        if (n < 0) break;
        take(stream, bytes, n);
        // After an empty block, a whole further interval has hardly ever arrived already.
        if (stream->audio_left) break;
    }
}

static void set_low_water(struct stream *stream) {
    int wanted = stream->block_left ? stream->block_left : (int)stream->audio_left + 1;
    if (wanted > LOWEST_CAP) wanted = LOWEST_CAP;
    if (wanted == stream->low_water) return;
    stream->low_water = wanted;
    if (setsockopt(stream->connection, SOL_SOCKET, SO_RCVLOWAT, &wanted, sizeof wanted))
        fail("SO_RCVLOWAT");
}

static void read_stream(struct stream *stream) {
    if (!stream->in_body) read_head(stream);
    else if (skips) read_skip(stream);
    else read_plain(stream);
    if (skips && stream->in_body) set_low_water(stream);
}

static void answer(void) {
    char line[256];
    if (read(0, line, sizeof line) <= 0) { epoll_ctl(loop, EPOLL_CTL_DEL, 0, NULL); return; }
    printf("%d %lld %lld %lld\n", count, blocks, titles, calls);
    fflush(stdout);
}

int main(int argc, char **argv) {
    if (argc < 4 || (strcmp(argv[1], "plain") && strcmp(argv[1], "skip"))) return 64;
    skips = !strcmp(argv[1], "skip");
    const int port = atoi(argv[2]);
    count = atoi(argv[3]);
    once = option(argc, argv, "--once", 0);
    if (count < 1 || count > MOST) return 64;
    raise_descriptor_limit();
    streams = calloc((size_t)count, sizeof *streams);
    if (!streams) fail("calloc");
    loop = epoll_create1(0);
    for (int i = 0; i < count; i++) {
        char request[128];
        int size = snprintf(request, sizeof request, "GET /s%d HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                            "Icy-MetaData: 1\r\n\r\n", i + 1);
        streams[i].connection = connect_to(port);
        streams[i].low_water = 1;
        streams[i].head = malloc(1024);
        if (!streams[i].head) fail("malloc");
        if (send(streams[i].connection, request, (size_t)size, MSG_NOSIGNAL) != size) fail("send");
        watch(loop, streams[i].connection, (uint64_t)i);
    }
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = MOST};
    epoll_ctl(loop, EPOLL_CTL_ADD, 0, &event);
    for (;;) {
        static struct epoll_event events[512];
        int ready = epoll_wait(loop, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.u64 == MOST) answer();
            else read_stream(&streams[events[i].data.u64]);
        }
    }
}
