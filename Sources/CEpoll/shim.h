// What the toolchain's Glibc module leaves out: epoll, eventfd, signalfd, timerfd, and two GNU calls.
//
// `_GNU_SOURCE` is not defined here: it renames members of `fd_set`, and Swift refuses two shapes
// of one type. The GNU calls are declared by hand instead.
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

static inline int relay_accept4(int listener, int flags, struct sockaddr_in6 *peer) {
    socklen_t length = sizeof *peer;
    return accept4(listener, (struct sockaddr *)peer, peer ? &length : 0, flags);
}
#endif
