#include "CMessages.h"

#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Handler {
  msg_wrapper wrapper;
  void *context;
};

struct Message {
  std::string destination;
  char *text;
  size_t length;
  msg_destroyer destroyer;
  void *destroyer_context;
  msg_answer answer;
  void *context;
};

struct Server {
  std::mutex mutex;
  std::condition_variable wake;
  std::map<std::string, Handler> handlers;
  std::deque<Message> queue;
  std::vector<std::thread> threads;
  bool stopping = false;
};

std::atomic<Server *> server{nullptr};
std::atomic<int> replies{0};
std::mutex trace_mutex;
void (*trace_hook)(void *) = nullptr;
void *trace_context = nullptr;

Server &running(const char *function) {
  Server *current = server.load();
  if (current == nullptr) {
    // Real libraries read freed memory here, with the same end, on a lucky day.
    std::fprintf(stderr, "messages: %s was called while the library was not running\n", function);
    std::abort();
  }
  return *current;
}

bool find(Server &current, const std::string &destination, Handler &found) {
  std::lock_guard<std::mutex> lock(current.mutex);
  auto entry = current.handlers.find(destination);
  if (entry == current.handlers.end()) return false;
  found = entry->second;
  return true;
}

void trace() {
  void (*hook)(void *) = nullptr;
  void *context = nullptr;
  {
    std::lock_guard<std::mutex> lock(trace_mutex);
    hook = trace_hook;
    context = trace_context;
  }
  if (hook != nullptr) hook(context);
}

void work(Server *current) {
  for (;;) {
    Message message;
    {
      std::unique_lock<std::mutex> lock(current->mutex);
      current->wake.wait(lock, [&] { return current->stopping || !current->queue.empty(); });
      if (current->stopping) return;
      message = current->queue.front();
      current->queue.pop_front();
    }
    Handler handler;
    int status = -1;
    if (find(*current, message.destination, handler)) {
      trace();
      status = handler.wrapper(handler.context, message.text, message.length);
    }
    if (message.destroyer != nullptr) message.destroyer(message.text, message.destroyer_context);
    if (message.answer != nullptr) message.answer(message.context, status);
  }
}

void free_reply(void *memory, void *) {
  replies.fetch_sub(1);
  std::free(memory);
}

}  // namespace

int msg_start(void) {
  if (server.load() != nullptr) return 1;
  Server *current = new Server;
  for (int i = 0; i < 2; i++) current->threads.emplace_back(work, current);
  server.store(current);
  return 0;
}

void msg_shutdown(void) {
  Server &current = running("msg_shutdown");
  {
    std::lock_guard<std::mutex> lock(current.mutex);
    current.stopping = true;
  }
  current.wake.notify_all();
  for (std::thread &thread : current.threads) thread.join();
  server.store(nullptr);
  delete &current;
}

int msg_handler(const char *destination, msg_wrapper wrapper, void *context) {
  Server &current = running("msg_handler");
  if (destination[0] == '\0' || destination[0] == '/') return 1;
  std::lock_guard<std::mutex> lock(current.mutex);
  current.handlers[destination] = Handler{wrapper, context};
  return 0;
}

int msg_cancel(const char *destination, void *context) {
  Server &current = running("msg_cancel");
  std::lock_guard<std::mutex> lock(current.mutex);
  auto entry = current.handlers.find(destination);
  if (entry == current.handlers.end() || entry->second.context != context) return 1;
  current.handlers.erase(entry);
  return 0;
}

int msg_send_async(const char *destination, char *text, size_t length, msg_destroyer destroyer, void *destroyer_context,
                   msg_answer answer, void *context) {
  Server &current = running("msg_send_async");
  std::lock_guard<std::mutex> lock(current.mutex);
  if (current.handlers.count(destination) == 0) return 1;
  current.queue.push_back(Message{destination, text, length, destroyer, destroyer_context, answer, context});
  current.wake.notify_one();
  return 0;
}

char *msg_send_inline(const char *destination, const char *text, size_t length, size_t *reply_length,
                      msg_destroyer *destroyer) {
  Server &current = running("msg_send_inline");
  *reply_length = 0;
  *destroyer = nullptr;
  Handler handler;
  if (!find(current, destination, handler)) return nullptr;
  int status = handler.wrapper(handler.context, text, length);
  // Success is a constant, which nobody must free; a failure is told in words.
  static char accepted[] = "accepted";
  if (status == 0) {
    *reply_length = std::strlen(accepted);
    return accepted;
  }
  std::string reply = "refused with status " + std::to_string(status);
  char *copy = static_cast<char *>(std::malloc(reply.size()));
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, reply.data(), reply.size());
  replies.fetch_add(1);
  *reply_length = reply.size();
  *destroyer = free_reply;
  return copy;
}

void msg_trace(void (*hook)(void *context), void *context) {
  std::lock_guard<std::mutex> lock(trace_mutex);
  trace_hook = hook;
  trace_context = context;
}

int msg_replies_alive(void) { return replies.load(); }
