// What the toolchain's Glibc module leaves out: epoll, eventfd, signalfd and accept4.
#ifndef RELAY_CEPOLL_SHIM_H
#define RELAY_CEPOLL_SHIM_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

// `accept4` is a GNU extension, so Swift's own view of <sys/socket.h> does not declare it.
extern int accept4(int, struct sockaddr *__restrict, socklen_t *__restrict, int);

static inline int relay_accept4(int listener, int flags) {
    return accept4(listener, 0, 0, flags);
}
#endif
