// The Linux calls that Swift's Glibc module cannot import: variadic functions and function-like macros.
#ifndef CLINUX_H
#define CLINUX_H

#include <fcntl.h>
#include <sys/eventfd.h>

/// fcntl(2) with an integer argument.
static inline int k8s_wait_fcntl(int descriptor, int command, int argument) {
    return fcntl(descriptor, command, argument);
}

#endif
