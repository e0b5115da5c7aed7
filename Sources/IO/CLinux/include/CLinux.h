// The Linux calls that Swift's Glibc module does not carry: epoll, eventfd, signalfd, accept4, variadic functions and
// function-like macros.
#ifndef CLINUX_H
#define CLINUX_H

#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

/// fcntl(2) with an integer argument.
static inline int k8s_wait_fcntl(int descriptor, int command, int argument) {
    return fcntl(descriptor, command, argument);
}

// accept4(2) needs _GNU_SOURCE, under which <sys/select.h> would differ from the one in Swift's Glibc module.
extern int accept4(int listener, struct sockaddr *address, socklen_t *length, int flags);

/// accept4(2); the new socket is non-blocking and closes on exec.
static inline int k8s_wait_accept(int listener, struct sockaddr_storage *address, socklen_t *length) {
    return accept4(listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

// pthread_setname_np(3) needs _GNU_SOURCE too.
extern int pthread_setname_np(pthread_t thread, const char *name);

/// Names the calling thread, as ps(1) shows it: at most 15 bytes.
static inline int k8s_wait_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

/// Ignores SIGPIPE, as signal(2) with SIG_IGN, a macro of a cast that Swift cannot import.
static inline int k8s_wait_ignore_sigpipe(void) {
    return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0;
}

/// The default action of SIGPIPE again.
static inline int k8s_wait_default_sigpipe(void) {
    return signal(SIGPIPE, SIG_DFL) == SIG_ERR ? -1 : 0;
}

/// epoll_ctl(2) with the 64-bit user value given directly.
static inline int k8s_wait_epoll_control(int epoll, int operation, int descriptor, unsigned events,
                                         unsigned long long value) {
    struct epoll_event event = {.events = events, .data = {.u64 = value}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

/// The user value of an event: struct epoll_event is packed on x86-64, and Swift cannot take the address of its union.
static inline unsigned long long k8s_wait_epoll_value(const struct epoll_event *event) {
    return event->data.u64;
}

// pipe2(2) needs _GNU_SOURCE, under which <sys/select.h> would differ from the one in Swift's Glibc module.
extern int pipe2(int *descriptors, int flags);

/// pipe2(2); both ends close on exec.
static inline int k8s_wait_pipe(int *descriptors) {
    return pipe2(descriptors, O_CLOEXEC);
}

/// TIOCGWINSZ of ioctl_tty(2): how many columns and rows a terminal has; -1 where the descriptor is none.
int k8s_wait_terminal_size(int descriptor, unsigned short *columns, unsigned short *rows);

/// mallopt(3) for the size from which blocks are mapped on their own, which also keeps the C library from raising it;
/// 1 on success.
static inline int k8s_wait_map_blocks_from(int bytes) { return mallopt(M_MMAP_THRESHOLD, bytes); }

#endif
