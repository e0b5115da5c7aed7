/* Nothing is called from Swift: the library is loaded before a program's own (LD_PRELOAD in ld.so(8)). */
