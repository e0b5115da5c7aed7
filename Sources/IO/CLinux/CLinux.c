#include "CLinux.h"

// Not in the header: Swift would take what <sys/ioctl.h> includes to be of this module and no longer of Glibc.
#include <sys/ioctl.h>

int k8s_wait_terminal_size(int descriptor, unsigned short *columns, unsigned short *rows) {
    struct winsize size = {0};
    int status = ioctl(descriptor, TIOCGWINSZ, &size);
    *columns = size.ws_col;
    *rows = size.ws_row;
    return status;
}
