// What the toolchain's Glibc module does not export: epoll, eventfd, signalfd, timerfd, and three
// GNU calls.
//
// `_GNU_SOURCE` is not defined here: it renames members of `fd_set`, and Swift rejects two
// definitions of one type. The GNU calls are declared by hand instead.
#ifndef RELAY_CEPOLL_SHIM_H
#define RELAY_CEPOLL_SHIM_H
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <netinet/in.h>

extern int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);
extern int pthread_setname_np(pthread_t, const char *);
extern int sched_getaffinity(pid_t, size_t, void *);

static inline int relay_accept4(int listener, int flags, struct sockaddr_in6 *peer) {
    socklen_t length = sizeof *peer;
    return accept4(listener, (struct sockaddr *)peer, peer ? &length : 0, flags);
}

/// The number of cores in the affinity mask of this process; -1 if it is not known.
static inline int relay_allowed_cores(void) {
    unsigned long mask[128] = {0};
    if (sched_getaffinity(0, sizeof mask, mask) != 0) return -1;
    int count = 0;
    for (size_t word = 0; word < sizeof mask / sizeof *mask; word += 1)
        count += __builtin_popcountl(mask[word]);
    return count;
}
#endif
