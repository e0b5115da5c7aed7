// libcurl, and wrappers for its variadic functions, which Swift cannot import.
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#include <curl/curl.h>

#endif
