// libyaml, which reads YAML 1.1. It is used as it is: a Swift library around it would bring Foundation into the server.
#ifndef CYAML_SHIM_H
#define CYAML_SHIM_H

#include <yaml.h>

#endif
