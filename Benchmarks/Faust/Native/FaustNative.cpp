#include "FaustNative.h"

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "faust/dsp/interpreter-dsp.h"
#include "faust/dsp/llvm-dsp.h"

// The C functions for the same objects; their own headers declare the classes anew and cannot stand beside the above.
extern "C" {
void computeCDSPInstance(llvm_dsp *dsp, int count, FAUSTFLOAT **inputs, FAUSTFLOAT **outputs);
void computeCInterpreterDSPInstance(interpreter_dsp *dsp, int count, FAUSTFLOAT **inputs, FAUSTFLOAT **outputs);
}

namespace {

// As many frames as any block of the benchmark.
constexpr int kFrames = 512;

// Rows at cache lines, as AudioBlock has them, filled with the same noise.
std::vector<float *> rows(int count, bool noise) {
  std::vector<float *> made;
  unsigned long long random = 1;
  for (int row = 0; row < count; row++) {
    float *samples = static_cast<float *>(std::aligned_alloc(64, kFrames * sizeof(float)));
    for (int frame = 0; frame < kFrames; frame++) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      samples[frame] = noise ? float(double(random >> 11) * 0x1p-53 - 0.5) : 0.0f;
    }
    made.push_back(samples);
  }
  return made;
}

}  // namespace

struct faust_native {
  bool is_llvm;
  dsp_factory *factory;
  dsp *instance;
  std::vector<float *> inputs;
  std::vector<float *> outputs;
};

faust_native *faust_native_make(int is_llvm, const char *name, const char *source, int sample_rate) {
  startMTDSPFactories();
  std::string message;
  dsp_factory *factory = nullptr;
  if (is_llvm)
    factory = createDSPFactoryFromString(name, source, 0, nullptr, "", message, -1);
  else
    factory = createInterpreterDSPFactoryFromString(name, source, 0, nullptr, message);
  if (!factory) return nullptr;
  dsp *instance = factory->createDSPInstance();
  instance->init(sample_rate);
  return new faust_native{is_llvm != 0, factory, instance, rows(instance->getNumInputs(), true),
                          rows(instance->getNumOutputs(), false)};
}

void faust_native_free(faust_native *native) {
  if (!native) return;
  delete native->instance;
  if (native->is_llvm)
    deleteDSPFactory(static_cast<llvm_dsp_factory *>(native->factory));
  else
    deleteInterpreterDSPFactory(static_cast<interpreter_dsp_factory *>(native->factory));
  for (float *row : native->inputs) std::free(row);
  for (float *row : native->outputs) std::free(row);
  delete native;
}

double faust_native_run(faust_native *native, int calls, int frames) {
  dsp *instance = native->instance;
  float **inputs = native->inputs.data();
  float **outputs = native->outputs.data();
  auto start = std::chrono::steady_clock::now();
  for (int call = 0; call < calls; call++) instance->compute(frames, inputs, outputs);
  auto end = std::chrono::steady_clock::now();
  return std::chrono::duration<double, std::nano>(end - start).count();
}

double faust_native_run_c(faust_native *native, int calls, int frames) {
  float **inputs = native->inputs.data();
  float **outputs = native->outputs.data();
  auto start = std::chrono::steady_clock::now();
  if (native->is_llvm) {
    auto *instance = static_cast<llvm_dsp *>(native->instance);
    for (int call = 0; call < calls; call++) computeCDSPInstance(instance, frames, inputs, outputs);
  } else {
    auto *instance = static_cast<interpreter_dsp *>(native->instance);
    for (int call = 0; call < calls; call++) computeCInterpreterDSPInstance(instance, frames, inputs, outputs);
  }
  auto end = std::chrono::steady_clock::now();
  return std::chrono::duration<double, std::nano>(end - start).count();
}
