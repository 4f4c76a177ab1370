// Starting again without what crashed: the handler does nothing but put together one line and call `execve`.

#include "Restart.h"
#include "Recovery.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <unistd.h>
#include <vector>

extern char **environ;

namespace {

constexpr char variable[] = "DEED_CRASHED=";
constexpr size_t nameLimit = 4096;
/// So many crashes in one run are no accident of single units.
constexpr size_t crashLimit = 32;
constexpr size_t alternateStackSize = 64 << 10;

/// All that the handler needs, made beforehand: it may neither allocate nor lock.
struct Restart {
  std::vector<std::string> argumentTexts;
  std::vector<char *> arguments;
  std::string crashed;
  size_t crashCount = 0;
  std::vector<char *> environment;
  std::unique_ptr<char[]> entry;
};

Restart *restart = nullptr;
std::atomic<bool> isEnabled{false};
std::atomic_flag isTaken = ATOMIC_FLAG_INIT;

struct ThreadState {
  std::string name;
  bool isBusy = false;
  std::unique_ptr<char[]> stack;

  ~ThreadState() {
    if (!stack) return;
    stack_t none = {};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
  }
};
thread_local ThreadState thread;
/// Beside the state, since the handler may touch nothing that is made on first use.
thread_local const char *current = nullptr;

void complain(const char *text) {
  ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

void handle(int signal) {
  int error = errno;
  if (current && !isTaken.test_and_set()) {
    if (restart->crashCount >= crashLimit) {
      complain("deed: error: ");
      complain(current);
      complain(": reading this file crashed, after many others did: the compile database and Clang do not go together\n");
      _exit(2);
    }
    char *end = restart->entry.get() + strlen(restart->entry.get());
    size_t length = strnlen(current, nameLimit - 2);
    memcpy(end, current, length);
    end[length] = '\n';
    end[length + 1] = 0;
    sigset_t all;
    sigemptyset(&all);
    sigprocmask(SIG_SETMASK, &all, nullptr);
    execve("/proc/self/exe", restart->arguments.data(), restart->environment.data());
  } else if (current) {
    // Another thread is about to replace the process.
    for (;;) pause();
  }
  errno = error;
  std::signal(signal, SIG_DFL);
  raise(signal);
}

}  // namespace

namespace bridge {
bool restartsAfterCrashes() { return isEnabled.load(std::memory_order_relaxed); }
}  // namespace bridge

void bridge_restart_enable(const char *const *arguments) {
  auto *made = new Restart;
  for (const char *const *argument = arguments; *argument; ++argument) made->argumentTexts.emplace_back(*argument);
  for (std::string &text : made->argumentTexts) made->arguments.push_back(text.data());
  made->arguments.push_back(nullptr);
  if (const char *value = getenv("DEED_CRASHED")) made->crashed = value;
  for (char character : made->crashed)
    if (character == '\n') ++made->crashCount;
  // Programs that this one starts have nothing to do with it.
  unsetenv("DEED_CRASHED");
  size_t size = sizeof(variable) + made->crashed.size() + nameLimit;
  made->entry = std::make_unique<char[]>(size);
  memcpy(made->entry.get(), variable, sizeof(variable) - 1);
  memcpy(made->entry.get() + sizeof(variable) - 1, made->crashed.data(), made->crashed.size());
  for (char **entry = environ; entry && *entry; ++entry) made->environment.push_back(strdup(*entry));
  made->environment.push_back(made->entry.get());
  made->environment.push_back(nullptr);
  restart = made;
  isEnabled = true;

  struct sigaction action = {};
  action.sa_handler = handle;
  action.sa_flags = SA_ONSTACK;
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP}) sigaction(signal, &action, nullptr);
}

const char *bridge_restart_crashed() { return restart ? restart->crashed.c_str() : ""; }

void bridge_restart_begin(const char *name) {
  if (!isEnabled) return;
  if (!thread.stack) {
    // A stack that has run over has no room for its own handler.
    thread.stack = std::make_unique<char[]>(alternateStackSize);
    stack_t stack = {};
    stack.ss_sp = thread.stack.get();
    stack.ss_size = alternateStackSize;
    sigaltstack(&stack, nullptr);
  }
  thread.name = name;
  current = thread.name.c_str();
}

void bridge_restart_end() { current = nullptr; }
