// Ways in which a process can end or multiply while it is recorded; the argument chooses one. Three objects are made,
// two are given back, before it happens.
#define DEED_RECORDER_WEAK
#include "deed/recorder.h"

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

static char objects[1000][16];

static void make(int number) { deed_create(objects[number], "Thing"); }
static void end(int number) {
  deed_release(objects[number]);
  deed_destroy(objects[number]);
}

static void onSignal(int) {
  deed_retain(objects[0]);
  deed_release(objects[0]);
}

int main(int, char **words) {
  for (int number = 0; number < 3; ++number) make(number);
  for (int number = 1; number < 3; ++number) end(number);
  if (!std::strcmp(words[1], "exit")) std::exit(3);
  if (!std::strcmp(words[1], "_exit")) _exit(4);
  if (!std::strcmp(words[1], "kill")) kill(getpid(), SIGKILL);
  if (!std::strcmp(words[1], "crash")) {
    // No core is wanted of a crash that is meant.
    signal(SIGSEGV, SIG_DFL);
    raise(SIGSEGV);
  }
  if (!std::strcmp(words[1], "unload")) {
    // Twice, so that the second may come to lie where the first lay.
    for (int round = 0; round < 2; ++round) {
      void *library = dlopen(words[2], RTLD_NOW);
      if (!library) return 9;
      reinterpret_cast<void (*)(char *)>(dlsym(library, "leaveOne"))(objects[10 + round]);
      dlclose(library);
    }
    return 0;
  }
  if (!std::strcmp(words[1], "stacks")) {
    // More places than the recorder has numbers for: names of types are part of what makes a place.
    const int most = 300000;
    static char names[most * 2];
    for (int number = 0; number < most; ++number) {
      names[number * 2] = 'T';
      deed_create(objects[500], names + number * 2);
      deed_release(objects[500]);
      deed_destroy(objects[500]);
    }
    return 0;
  }
  if (!std::strcmp(words[1], "fork")) {
    if (fork() == 0) {
      make(10);
      _exit(0);
    }
    wait(nullptr);
  }
  if (!std::strcmp(words[1], "threads"))
    for (int round = 0; round < 10; ++round) {
      std::vector<std::thread> threads;
      for (int thread = 0; thread < 100; ++thread)
        threads.emplace_back([=] {
          for (int time = 0; time < 10; ++time) {
            make(100 + thread);
            end(100 + thread);
          }
        });
      for (auto &thread : threads) thread.join();
    }
  if (!std::strcmp(words[1], "exec")) execl("/proc/self/exe", words[0], "exit", nullptr);
  if (!std::strcmp(words[1], "commit")) {
    make(20);
    make(21);
    deed_declare(objects[0], deed_owner);
    deed_declare(objects[20], deed_pointer);
    deed_commit();
    make(22);
    deed_commit();
    deed_commit();
  }
  if (!std::strcmp(words[1], "signals")) {
    struct sigaction action = {};
    action.sa_handler = onSignal;
    sigaction(SIGALRM, &action, nullptr);
    ualarm(50, 50);
    for (int time = 0; time < 400000; ++time) {
      deed_retain(objects[0]);
      deed_release(objects[0]);
    }
    ualarm(0, 0);
  }
  if (!std::strcmp(words[1], "full")) {
    // More than the file system of the test has room for.
    for (int time = 0; time < 4000000; ++time) {
      deed_retain(objects[0]);
      deed_release(objects[0]);
    }
    return 5;
  }
  return 0;
}
