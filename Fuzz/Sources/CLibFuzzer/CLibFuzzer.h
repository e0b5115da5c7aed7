// libFuzzer as a library (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library): the toolchain has the
// archive without a main, but no header for it.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Runs libFuzzer with the options in argv. Calls back with each input; returns when the runs or the time are over.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback)(const uint8_t *data, size_t size));
