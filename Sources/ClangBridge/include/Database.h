#pragma once

// Compile commands, as the compiler's own tooling reads them: quoting, response files, wrappers such as ccache.

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Commands, and one line for each entry that is of no use. Freed with `bridge_commands_free`.
typedef struct BridgeCommands BridgeCommands;

/// Reads a `compile_commands.json`.
BridgeCommands *_Nonnull bridge_commands_from_json(const char *_Nonnull path);
/// Reads a `compile_flags.txt`, whose flags serve for each of the files.
BridgeCommands *_Nonnull bridge_commands_from_flags_file(
    const char *_Nonnull path, const char *_Nullable const *_Nonnull files, size_t fileCount);
void bridge_commands_free(BridgeCommands *_Nonnull commands);

/// Why nothing at all could be read; null where something was.
const char *_Nullable bridge_commands_failure(const BridgeCommands *_Nonnull commands);
size_t bridge_commands_problem_count(const BridgeCommands *_Nonnull commands);
const char *_Nonnull bridge_commands_problem(const BridgeCommands *_Nonnull commands, size_t index);

size_t bridge_commands_count(const BridgeCommands *_Nonnull commands);
const char *_Nonnull bridge_commands_directory(const BridgeCommands *_Nonnull commands, size_t command);
/// Absolute, without dots.
const char *_Nonnull bridge_commands_file(const BridgeCommands *_Nonnull commands, size_t command);
size_t bridge_commands_argument_count(const BridgeCommands *_Nonnull commands, size_t command);
const char *_Nonnull bridge_commands_argument(
    const BridgeCommands *_Nonnull commands, size_t command, size_t argument);

#ifdef __cplusplus
}
#endif
