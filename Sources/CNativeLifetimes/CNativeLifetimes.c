#include "CNativeLifetimes.h"

__thread void *native_lifetimes_innermost_use;
