// What Swift has no word for.
#ifndef DEED_PREFETCH_H
#define DEED_PREFETCH_H

// Has the processor fetch what will be asked for soon. The address need not be one that can be read.
static inline void deed_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
