// libfaust's C interface as one module.
//
// libfaust has a set of functions for each of its two back ends, alike but for their names. The `cfaust_…`
// functions below are the two sets as one, over untyped pointers, so that the Swift side is written once.
#ifndef CFAUST_H
#define CFAUST_H

// The headers are not valid C as they stand: they use `bool` before it is defined, and two enumerations by
// names that only C++ would know.
#include <stdbool.h>
#include <stdlib.h>
#include "faust/dsp/libfaust-signal-c.h"
typedef enum SType SType;
typedef enum SOperator SOperator;
#include "faust/dsp/libfaust-c.h"
#include "faust/dsp/interpreter-dsp-c.h"
#include "faust/dsp/llvm-dsp-c.h"

/// Exported by the library, but missing in its header.
bool writeCDSPFactoryToObjectcodeFile(llvm_dsp_factory *factory, const char *path, const char *target);

/// How many characters libfaust writes into a message buffer at most. It puts no end after a message that
/// fills them all, so a buffer needs one more.
enum { CFAUST_MESSAGE_CAPACITY = 4096 };

typedef enum { CFAUST_INTERPRETER = 0, CFAUST_LLVM = 1 } cfaust_backend;

typedef interpreter_dsp_factory *cfaust_ifactory;
typedef interpreter_dsp *cfaust_idsp;
typedef llvm_dsp_factory *cfaust_lfactory;
typedef llvm_dsp *cfaust_ldsp;

// MARK: Factories

/// `target` and `optimization` count for LLVM only.
static inline void *cfaust_compile(
    cfaust_backend backend, const char *name, const char *source, int argc, const char **argv, const char *target,
    int optimization, char *message) {
  return backend == CFAUST_LLVM
             ? (void *)createCDSPFactoryFromString(name, source, argc, argv, target, message, optimization)
             : (void *)createCInterpreterDSPFactoryFromString(name, source, argc, argv, message);
}

static inline void *cfaust_factory_with_key(cfaust_backend backend, const char *key) {
  return backend == CFAUST_LLVM ? (void *)getCDSPFactoryFromSHAKey(key)
                                : (void *)getCInterpreterDSPFactoryFromSHAKey(key);
}

static inline bool cfaust_release_factory(cfaust_backend backend, void *factory) {
  return backend == CFAUST_LLVM ? deleteCDSPFactory((cfaust_lfactory)factory)
                                : deleteCInterpreterDSPFactory((cfaust_ifactory)factory);
}

static inline void cfaust_release_all_factories(cfaust_backend backend) {
  if (backend == CFAUST_LLVM) deleteAllCDSPFactories();
  else deleteAllCInterpreterDSPFactories();
}

static inline const char **cfaust_all_keys(cfaust_backend backend) {
  return backend == CFAUST_LLVM ? getAllCDSPFactories() : getAllCInterpreterDSPFactories();
}

static inline char *cfaust_write_bitcode(cfaust_backend backend, void *factory) {
  return backend == CFAUST_LLVM ? writeCDSPFactoryToBitcode((cfaust_lfactory)factory)
                                : writeCInterpreterDSPFactoryToBitcode((cfaust_ifactory)factory);
}

/// The header has the last two parameters the wrong way round: the library takes the target first.
static inline void *cfaust_read_machine_code(const char *code, const char *target, char *message) {
  return (void *)readCDSPFactoryFromMachine(code, (char *)target, message);
}

// MARK: Instances

static inline void *cfaust_create_instance(cfaust_backend backend, void *factory) {
  return backend == CFAUST_LLVM ? (void *)createCDSPInstance((cfaust_lfactory)factory)
                                : (void *)createCInterpreterDSPInstance((cfaust_ifactory)factory);
}

static inline void *cfaust_clone_instance(cfaust_backend backend, void *dsp) {
  return backend == CFAUST_LLVM ? (void *)cloneCDSPInstance((cfaust_ldsp)dsp)
                                : (void *)cloneCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline void cfaust_delete_instance(cfaust_backend backend, void *dsp) {
  if (backend == CFAUST_LLVM) deleteCDSPInstance((cfaust_ldsp)dsp);
  else deleteCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline int cfaust_inputs(cfaust_backend backend, void *dsp) {
  return backend == CFAUST_LLVM ? getNumInputsCDSPInstance((cfaust_ldsp)dsp)
                                : getNumInputsCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline int cfaust_outputs(cfaust_backend backend, void *dsp) {
  return backend == CFAUST_LLVM ? getNumOutputsCDSPInstance((cfaust_ldsp)dsp)
                                : getNumOutputsCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline void cfaust_init(cfaust_backend backend, void *dsp, int rate) {
  if (backend == CFAUST_LLVM) initCDSPInstance((cfaust_ldsp)dsp, rate);
  else initCInterpreterDSPInstance((cfaust_idsp)dsp, rate);
}

static inline void cfaust_instance_init(cfaust_backend backend, void *dsp, int rate) {
  if (backend == CFAUST_LLVM) instanceInitCDSPInstance((cfaust_ldsp)dsp, rate);
  else instanceInitCInterpreterDSPInstance((cfaust_idsp)dsp, rate);
}

static inline void cfaust_instance_constants(cfaust_backend backend, void *dsp, int rate) {
  if (backend == CFAUST_LLVM) instanceConstantsCDSPInstance((cfaust_ldsp)dsp, rate);
  else instanceConstantsCInterpreterDSPInstance((cfaust_idsp)dsp, rate);
}

static inline void cfaust_instance_reset_controls(cfaust_backend backend, void *dsp) {
  if (backend == CFAUST_LLVM) instanceResetUserInterfaceCDSPInstance((cfaust_ldsp)dsp);
  else instanceResetUserInterfaceCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline void cfaust_instance_clear(cfaust_backend backend, void *dsp) {
  if (backend == CFAUST_LLVM) instanceClearCDSPInstance((cfaust_ldsp)dsp);
  else instanceClearCInterpreterDSPInstance((cfaust_idsp)dsp);
}

static inline void cfaust_build_interface(cfaust_backend backend, void *dsp, UIGlue *glue) {
  if (backend == CFAUST_LLVM) buildUserInterfaceCDSPInstance((cfaust_ldsp)dsp, glue);
  else buildUserInterfaceCInterpreterDSPInstance((cfaust_idsp)dsp, glue);
}

static inline void cfaust_metadata(cfaust_backend backend, void *dsp, MetaGlue *glue) {
  if (backend == CFAUST_LLVM) metadataCDSPInstance((cfaust_ldsp)dsp, glue);
  else metadataCInterpreterDSPInstance((cfaust_idsp)dsp, glue);
}

/// The buffers are `float *` or `double *`, by the precision that the factory was compiled with.
static inline __attribute__((always_inline)) void cfaust_compute(
    cfaust_backend backend, void *dsp, int count, void *inputs, void *outputs) {
  if (backend == CFAUST_LLVM) computeCDSPInstance((cfaust_ldsp)dsp, count, (float **)inputs, (float **)outputs);
  else computeCInterpreterDSPInstance((cfaust_idsp)dsp, count, (float **)inputs, (float **)outputs);
}

// MARK: Live values

// One thread may turn a knob while another computes, so the knob's memory is read and written whole.

static inline float cfaust_load_float(const void *zone) {
  float value;
  __atomic_load((const float *)zone, &value, __ATOMIC_RELAXED);
  return value;
}

static inline void cfaust_store_float(void *zone, float value) {
  __atomic_store((float *)zone, &value, __ATOMIC_RELAXED);
}

static inline double cfaust_load_double(const void *zone) {
  double value;
  __atomic_load((const double *)zone, &value, __ATOMIC_RELAXED);
  return value;
}

static inline void cfaust_store_double(void *zone, double value) {
  __atomic_store((double *)zone, &value, __ATOMIC_RELAXED);
}

// MARK: Sound files

enum { CFAUST_SOUND_PARTS = 256, CFAUST_SOUND_CHANNELS = 64 };

/// The layout that compiled code expects behind a `soundfile`; libfaust only declares it in C++.
typedef struct __attribute__((packed)) {
  void *buffers;
  int *lengths;
  int *rates;
  int *offsets;
  int channels;
  int parts;
  bool is_double;
} cfaust_sound;

#endif
