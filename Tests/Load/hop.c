// The least that a program between two sockets can do: epoll, recv, send. Waits until IN bytes have
// arrived from the source, then sends OUT bytes to the client. Usage: hop IN OUT SOURCE-PORT;
// prints the port on which it listens for the client.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static void fail(const char *what) { perror(what); exit(1); }

int main(int argc, char **argv) {
    if (argc != 4) return 64;
    const long in = atol(argv[1]), out = atol(argv[2]);
    static char received[65536], frame[4096];
    if (in <= 0 || out <= 0 || out > (long)sizeof frame) return 64;

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    const int one = 1;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1)) fail("listen");
    if (getsockname(listener, (struct sockaddr *)&address, &length)) fail("getsockname");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    int client = accept(listener, NULL, NULL);
    if (client < 0) fail("accept");

    int source = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_port = htons((uint16_t)atoi(argv[3]));
    if (connect(source, (struct sockaddr *)&address, length)) fail("connect");
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);

    int loop = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = source};
    if (epoll_ctl(loop, EPOLL_CTL_ADD, source, &event)) fail("epoll_ctl");
    for (long have = 0;;) {
        if (epoll_wait(loop, &event, 1, -1) != 1) continue;
        ssize_t n = recv(source, received, sizeof received, 0);
        if (n <= 0) return 0;
        for (have += n; have >= in; have -= in)
            if (send(client, frame, (size_t)out, MSG_NOSIGNAL) != out) fail("send");
    }
}
