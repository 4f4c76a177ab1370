// A small message library with the shape, and the manners, of real ones. Everything that this header does
// not promise, the library does not do.
#ifndef C_MESSAGES_H
#define C_MESSAGES_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Called for each message to a destination, on one of the library's threads or on a sender's own.
/// What it returns is the message's status.
typedef int (*msg_wrapper)(void *context, const char *text, size_t length);
/// Called once with the status of a message that was sent by msg_send_async.
typedef void (*msg_answer)(void *context, int status);
/// Frees memory that changed hands.
typedef void (*msg_destroyer)(void *memory, void *context);

/// Starts the library's threads; 0 on success. Starting twice is an error.
int msg_start(void);

/// Stops them. Messages that wait are forgotten: nobody answers them and nobody frees their text. Any call
/// after this but msg_start ends the program. It waits for the library's threads, so a callback that calls
/// it waits for itself.
void msg_shutdown(void);

/// Sends everything for `destination` to `wrapper` from now on; 0 on success, and otherwise (a name that is
/// empty or begins with a slash) nothing is kept. A second call for the same destination takes the first
/// one's place, and the first one's context is never mentioned again.
int msg_handler(const char *destination, msg_wrapper wrapper, void *context);

/// Ends that; 0 on success. Returns at once, also while the wrapper runs on another thread, and a thread
/// that has already looked up the wrapper calls it a moment later.
int msg_cancel(const char *destination, void *context);

/// Queues a message; 0 on success, and the library then calls `destroyer` for the text when it is done with it
/// and `answer` with the status. Otherwise (nobody handles the destination) it does neither.
int msg_send_async(const char *destination, char *text, size_t length, msg_destroyer destroyer, void *destroyer_context,
                   msg_answer answer, void *context);

/// Handles a message on this thread and returns a reply, to be freed with `*destroyer` and a NULL context, or not at
/// all if that is NULL. Returns NULL with a length of zero when nobody handles the destination.
char *msg_send_inline(const char *destination, const char *text, size_t length, size_t *reply_length,
                      msg_destroyer *destroyer);

/// Calls `hook` on a library thread between looking up a wrapper and calling it; NULL for none.
void msg_trace(void (*hook)(void *context), void *context);

/// How much memory of the library's is in the hands of others.
int msg_replies_alive(void);

#ifdef __cplusplus
}
#endif

#endif
