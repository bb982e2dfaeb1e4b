// A radio station for load: one ICY stream for each connection, each paced on its own.
//
//   source [--bitrate KBIT] [--metaint N] [--segment BYTES] [--title-every MS]
//          [--burst BYTES] [--head-delay MS]
//
// Prints its port. Every path is a stream. The first block of a stream has a title, and later ones
// are empty unless a title is due: after --title-every, or by a line on standard input:
//   title [PATH]   the next block of the streams at this path (or of all) has a new title
//   state          prints: streams, bytes sent so far, titles sent so far, bytes behind the pace
//
// A title reads "PATH 000017 - sent at 0000123456789012345": its number in this stream and the time
// (CLOCK_MONOTONIC, ns) at which the write that ends with the block's last byte began.
//
// --segment is the size of one write: 1400 is what a station on a network sends; 160 at 128 kbit/s
// is a station that writes every 10 ms. --burst is sent at once at the beginning, and --head-delay
// is the delay of the response head, as with a real Icecast.
#include "load.h"
#include <sys/queue.h>
#include <sys/uio.h>

enum { MOST = 19000, REQUEST = 2048, WRITES_PER_TURN = 512 };

struct stream {
    TAILQ_ENTRY(stream) link;
    int connection;            // -1: free
    bool sending;              // in `paced`; before that, in `waiting`
    bool wants_title;
    char path[32];
    int64_t due;               // of the head, then of the next segment
    int64_t next_title;
    long owed;                 // bytes that the pace allows, and that are not sent yet
    long audio_left;           // until the next block
    unsigned number;           // of the next title
    unsigned block_size, block_sent;  // 0: the next block is not decided yet
    char block[128];
};
TAILQ_HEAD(queue, stream);

static struct stream streams[MOST];
// Both ordered by `due`: the delay and the period are the same for all.
static struct queue waiting = TAILQ_HEAD_INITIALIZER(waiting);
static struct queue paced = TAILQ_HEAD_INITIALIZER(paced);
static long bitrate, metaint, segment, title_every, burst, head_delay;
static int64_t period;
static int loop, open_streams;
static long long bytes_sent, titles_sent;
// Not zero: a reader that has lost count must not find empty blocks in it.
static char audio[1 << 16];

static void close_stream(struct stream *stream) {
    if (stream->path[0]) TAILQ_REMOVE(stream->sending ? &paced : &waiting, stream, link);
    close(stream->connection);
    stream->connection = -1;
    open_streams--;
}

static void accept_streams(int listener) {
    static int next;
    for (;;) {
        int connection = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
        if (connection < 0) return;
        int tried = 0;
        while (streams[next].connection >= 0 && tried++ < MOST) next = (next + 1) % MOST;
        if (tried > MOST) broken("too many streams");
        streams[next] = (struct stream){.connection = connection, .audio_left = metaint};
        no_delay(connection);
        watch(loop, connection, (uint64_t)next);
        next = (next + 1) % MOST;
        open_streams++;
    }
}

// The request, which is small enough to arrive whole; later, the end of the connection.
static void receive(struct stream *stream) {
    char request[REQUEST + 1];
    ssize_t n = recv(stream->connection, request, REQUEST, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0 || stream->path[0]) { close_stream(stream); return; }
    request[n] = 0;
    if (!strstr(request, "\r\n\r\n") || sscanf(request, "GET /%31[^ ]", stream->path) != 1)
        broken("not a request for a stream");
    stream->due = now_ns() + head_delay * 1000000;
    TAILQ_INSERT_TAIL(&waiting, stream, link);
}

static void begin(struct stream *stream, int64_t now) {
    static long begun;
    char head[256];
    int size = snprintf(head, sizeof head, "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n"
                        "icy-name: Load\r\nicy-br: %ld\r\nicy-metaint:%ld\r\n\r\n",
                        bitrate, metaint);
    TAILQ_REMOVE(&waiting, stream, link);
    TAILQ_INSERT_TAIL(&paced, stream, link);
    stream->sending = true;
    stream->wants_title = true;
    stream->due = now;
    stream->next_title = now + title_every * 1000000;
    // Streams that are opened together would reach their blocks together, unlike real ones: the
    // golden ratio spreads them over the interval.
    stream->owed = burst + (long)((double)begun++ * 0.6180339887 * (double)metaint) % metaint;
    if (send(stream->connection, head, (size_t)size, MSG_NOSIGNAL) != size) close_stream(stream);
}

static void decide_block(struct stream *stream, int64_t now) {
    bool due = title_every && now >= stream->next_title;
    if (!stream->wants_title && !due) {
        stream->block[0] = 0;
        stream->block_size = 1;
        return;
    }
    memset(stream->block, 0, sizeof stream->block);
    int size = snprintf(stream->block + 1, sizeof stream->block - 1,
                        "StreamTitle='%s %06u - sent at %019lld';", stream->path, stream->number,
                        (long long)now_ns());
    stream->block[0] = (char)((size + 15) / 16);
    stream->block_size = 1 + (unsigned)stream->block[0] * 16;
}

static void sent(struct stream *stream, long n, int64_t now) {
    bytes_sent += n;
    stream->owed -= n;
    while (n > 0) {
        long part = n < stream->audio_left ? n : stream->audio_left;
        stream->audio_left -= part;
        n -= part;
        if (stream->audio_left || !n) break;
        part = stream->block_size - stream->block_sent;
        if (n < part) part = n;
        stream->block_sent += (unsigned)part;
        n -= part;
        if (stream->block_sent < stream->block_size) break;
        if (stream->block_size > 1) {
            titles_sent++;
            stream->number++;
            stream->wants_title = false;
            stream->next_title = now + title_every * 1000000;
        }
        stream->audio_left = metaint;
        stream->block_size = stream->block_sent = 0;
    }
    // None of the block has been sent: its time would be wrong when it is.
    if (!stream->block_sent) stream->block_size = 0;
}

// One write of what is owed. A write with a title in it ends with the title (and may therefore be
// longer than what is owed), so that the time in the title is the write's own. Only if the socket's
// buffer was full inside a block is that time too early, which is on the safe side.
static bool write_some(struct stream *stream, int64_t now) {
    struct iovec parts[3];
    size_t count = 0;
    long left = stream->owed;
    long part = left < stream->audio_left ? left : stream->audio_left;
    if (part > (long)sizeof audio) part = sizeof audio;
    if (part) parts[count++] = (struct iovec){audio, (size_t)part};
    left -= part;
    if (left > 0 && part == stream->audio_left) {
        if (!stream->block_size) decide_block(stream, now);
        parts[count++] = (struct iovec){stream->block + stream->block_sent,
                                        stream->block_size - stream->block_sent};
        left = stream->block_size > 1 ? 0 : left - 1;
        if (left > metaint) left = metaint;
        if (left > (long)sizeof audio) left = sizeof audio;
        if (left > 0) parts[count++] = (struct iovec){audio, (size_t)left};
    }
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t n = sendmsg(stream->connection, &message, MSG_NOSIGNAL);
    if (n > 0) sent(stream, n, now);
    else if (errno != EAGAIN) stream->owed = 0;  // ended: epoll reports it
    return n > 0;
}

// Writes what is due, a bounded number of times; returns the ms until there is more.
static int pace(void) {
    for (int writes = 0; writes < WRITES_PER_TURN; writes++) {
        int64_t now = now_ns();
        struct stream *first = TAILQ_FIRST(&waiting);
        if (first && first->due <= now) begin(first, now);
        struct stream *stream = TAILQ_FIRST(&paced);
        int64_t next = stream ? stream->due : INT64_MAX;
        if (next > now) {
            if ((first = TAILQ_FIRST(&waiting)) && first->due < next) next = first->due;
            if (next == INT64_MAX) return -1;
            if (next > now) return (int)((next - now + 999999) / 1000000);
            continue;
        }
        // A late source writes more at once, and is back on pace.
        int64_t periods = 1 + (now - stream->due) / period;
        stream->due += periods * period;
        stream->owed += periods * segment;
        TAILQ_REMOVE(&paced, stream, link);
        TAILQ_INSERT_TAIL(&paced, stream, link);
        while (stream->owed > 0 && write_some(stream, now)) {}
    }
    return 0;
}

static void obey(const char *line) {
    char path[32] = "";
    if (!strncmp(line, "title", 5)) {
        sscanf(line, "title %31s", path);
        for (int i = 0; i < MOST; i++)
            if (streams[i].connection >= 0 && (!path[0] || !strcmp(path, streams[i].path)))
                streams[i].wants_title = true;
    } else if (!strncmp(line, "state", 5)) {
        long long behind = 0;
        for (int i = 0; i < MOST; i++)
            if (streams[i].connection >= 0 && streams[i].owed > segment) behind += streams[i].owed;
        printf("%d %lld %lld %lld\n", open_streams, bytes_sent, titles_sent, behind);
        fflush(stdout);
    }
}

static void read_commands(void) {
    static char lines[4096];
    static size_t size;
    ssize_t n = read(0, lines + size, sizeof lines - 1 - size);
    if (n <= 0) { epoll_ctl(loop, EPOLL_CTL_DEL, 0, NULL); return; }
    size += (size_t)n;
    lines[size] = 0;
    char *line = lines, *end;
    for (; (end = strchr(line, '\n')); line = end + 1) { *end = 0; obey(line); }
    size = (size_t)(lines + size - line);
    memmove(lines, line, size);
}

int main(int argc, char **argv) {
    bitrate = option(argc, argv, "--bitrate", 128);
    metaint = option(argc, argv, "--metaint", 16000);
    segment = option(argc, argv, "--segment", 1400);
    title_every = option(argc, argv, "--title-every", 0);
    burst = option(argc, argv, "--burst", 0);
    head_delay = option(argc, argv, "--head-delay", 0);
    if (bitrate < 1 || metaint < 1 || segment < 1) return 64;
    period = segment * INT64_C(8000000) / bitrate;
    raise_descriptor_limit();
    memset(audio, 'U', sizeof audio);
    for (int i = 0; i < MOST; i++) streams[i].connection = -1;
    loop = epoll_create1(0);
    int port = 0, listener = listen_on(&port, false);
    watch(loop, listener, MOST);
    // A file or /dev/null cannot be waited for, and has no commands.
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = MOST + 1};
    epoll_ctl(loop, EPOLL_CTL_ADD, 0, &event);
    printf("%d\n", port);
    fflush(stdout);
    for (;;) {
        static struct epoll_event events[256];
        int count = epoll_wait(loop, events, 256, pace());
        for (int i = 0; i < count; i++) {
            uint64_t which = events[i].data.u64;
            if (which == MOST) accept_streams(listener);
            else if (which == MOST + 1) read_commands();
            else if (streams[which].connection >= 0) receive(&streams[which]);
        }
    }
}
