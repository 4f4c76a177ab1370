// Compile databases. The compiler's own reader does the quoting; what it says of a broken one is too little for a
// person to mend it, so entries are looked at first.

#include "Database.h"

#include <clang/Tooling/CompilationDatabase.h>
#include <clang/Tooling/JSONCompilationDatabase.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <llvm/Support/VirtualFileSystem.h>
#include <llvm/Support/raw_ostream.h>
#include <string>
#include <vector>

using namespace clang::tooling;

struct BridgeCommands {
  std::vector<CompileCommand> commands;
  std::vector<std::string> problems;
  std::string failure;
};

namespace {

std::string absolutePath(llvm::StringRef file, llvm::StringRef directory) {
  llvm::SmallString<256> path(file);
  if (!llvm::sys::path::is_absolute(path)) {
    path = directory;
    llvm::sys::path::append(path, file);
  }
  llvm::sys::path::remove_dots(path, true);
  return path.str().str();
}

std::string currentDirectory() {
  llvm::SmallString<256> path;
  return llvm::sys::fs::current_path(path) ? "/" : path.str().str();
}

/// Empty for a good entry, else what is wrong with it.
std::string faultOf(const llvm::json::Value &entry) {
  const llvm::json::Object *object = entry.getAsObject();
  if (!object) return "is not an object";
  for (const char *key : {"directory", "file"})
    if (!object->getString(key)) return std::string("has no \"") + key + "\"";
  if (const llvm::json::Value *arguments = object->get("arguments")) {
    const llvm::json::Array *array = arguments->getAsArray();
    if (!array) return "has \"arguments\" that are not an array";
    if (array->empty()) return "has empty \"arguments\"";
    for (const llvm::json::Value &argument : *array)
      if (!argument.getAsString()) return "has an argument that is not a string";
  } else if (auto command = object->getString("command")) {
    if (command->trim().empty()) return "has an empty \"command\"";
  } else {
    return "has neither \"command\" nor \"arguments\"";
  }
  return "";
}

/// Only members that are looked at, so that a strange one elsewhere cannot make the whole unreadable.
/// A relative directory starts from the database's own, so that a database can be part of a source tree.
llvm::json::Value essence(const llvm::json::Object &entry, llvm::StringRef databaseDirectory) {
  llvm::json::Object result;
  for (const char *key : {"directory", "file", "command", "arguments", "output"})
    if (const llvm::json::Value *value = entry.get(key))
      if (llvm::StringRef(key) != "output" || value->getAsString()) result[key] = *value;
  if (result.get("arguments")) result.erase("command");
  if (auto directory = entry.getString("directory")) result["directory"] = absolutePath(*directory, databaseDirectory);
  return result;
}

/// Keeps what can be parsed and says of the rest why not.
void take(BridgeCommands &result, std::vector<CompileCommand> commands, llvm::ArrayRef<size_t> numbers) {
  for (size_t index = 0; index < commands.size(); ++index) {
    CompileCommand &command = commands[index];
    std::string file = absolutePath(command.Filename, command.Directory);
    auto complain = [&](const std::string &fault) {
      std::string place = index < numbers.size() ? "entry " + std::to_string(numbers[index]) + " (" + file + ")" : file;
      result.problems.push_back(place + " " + fault);
    };
    if (!llvm::sys::fs::exists(file)) {
      complain("names a file that does not exist");
      continue;
    }
    if (!llvm::sys::fs::is_directory(command.Directory)) {
      complain("names a directory that does not exist: " + command.Directory);
      continue;
    }
    std::string missing;
    for (size_t argument = 1; argument < command.CommandLine.size(); ++argument)
      if (command.CommandLine[argument].size() > 1 && command.CommandLine[argument][0] == '@')
        missing = command.CommandLine[argument].substr(1);
    if (!missing.empty()) {
      complain("names a response file that cannot be read: " + missing);
      continue;
    }
    command.Filename = file;
    result.commands.push_back(std::move(command));
  }
}

class ListedDatabase : public CompilationDatabase {
public:
  explicit ListedDatabase(std::vector<CompileCommand> commands) : commands(std::move(commands)) {}
  std::vector<CompileCommand> getCompileCommands(llvm::StringRef) const override { return commands; }
  std::vector<CompileCommand> getAllCompileCommands() const override { return commands; }

private:
  std::vector<CompileCommand> commands;
};

std::vector<CompileCommand> expanded(std::unique_ptr<CompilationDatabase> database) {
  database = expandResponseFiles(std::move(database), llvm::vfs::getRealFileSystem());
  return inferTargetAndDriverMode(std::move(database))->getAllCompileCommands();
}

std::string readJSON(BridgeCommands &result, llvm::StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/true);
  if (!buffer) return buffer.getError().message();
  if ((*buffer)->getBuffer().trim().empty()) return "is empty";
  llvm::Expected<llvm::json::Value> parsed = llvm::json::parse((*buffer)->getBuffer());
  if (!parsed) return "is not JSON: " + llvm::toString(parsed.takeError());
  const llvm::json::Array *entries = parsed->getAsArray();
  if (!entries) return "is not an array of commands";
  if (entries->empty()) return "has no entries";

  std::string directory = absolutePath(llvm::sys::path::parent_path(path), currentDirectory());
  llvm::json::Array usable;
  std::vector<size_t> numbers;
  for (size_t index = 0; index < entries->size(); ++index) {
    std::string fault = faultOf((*entries)[index]);
    if (fault.empty()) {
      usable.push_back(essence(*(*entries)[index].getAsObject(), directory));
      numbers.push_back(index + 1);
      continue;
    }
    std::string place = "entry " + std::to_string(index + 1);
    if (const llvm::json::Object *object = (*entries)[index].getAsObject())
      if (auto file = object->getString("file")) place += " (" + file->str() + ")";
    result.problems.push_back(place + " " + fault);
  }
  if (usable.empty()) return "";

  std::string text;
  llvm::raw_string_ostream stream(text);
  stream << llvm::json::Value(std::move(usable));
  stream.flush();
  std::string message;
  auto database = JSONCompilationDatabase::loadFromBuffer(text, message, JSONCommandLineSyntax::AutoDetect);
  if (!database) return message;
  take(result, expanded(std::move(database)), numbers);
  return "";
}

}  // namespace

BridgeCommands *bridge_commands_from_json(const char *path) {
  auto result = new BridgeCommands;
  result->failure = readJSON(*result, path);
  return result;
}

BridgeCommands *bridge_commands_from_flags_file(const char *path, const char *const *files, size_t fileCount) {
  auto result = new BridgeCommands;
  std::string message;
  auto database = FixedCompilationDatabase::loadFromFile(path, message);
  if (!database) {
    result->failure = message;
    return result;
  }
  std::vector<CompileCommand> commands;
  for (size_t index = 0; index < fileCount; ++index)
    for (CompileCommand &command : database->getCompileCommands(files[index])) commands.push_back(command);
  take(*result, expanded(std::make_unique<ListedDatabase>(std::move(commands))), {});
  return result;
}

void bridge_commands_free(BridgeCommands *commands) { delete commands; }

const char *bridge_commands_failure(const BridgeCommands *commands) {
  return commands->failure.empty() ? nullptr : commands->failure.c_str();
}

size_t bridge_commands_problem_count(const BridgeCommands *commands) { return commands->problems.size(); }

const char *bridge_commands_problem(const BridgeCommands *commands, size_t index) {
  return commands->problems[index].c_str();
}

size_t bridge_commands_count(const BridgeCommands *commands) { return commands->commands.size(); }

const char *bridge_commands_directory(const BridgeCommands *commands, size_t command) {
  return commands->commands[command].Directory.c_str();
}

const char *bridge_commands_file(const BridgeCommands *commands, size_t command) {
  return commands->commands[command].Filename.c_str();
}

size_t bridge_commands_argument_count(const BridgeCommands *commands, size_t command) {
  return commands->commands[command].CommandLine.size();
}

const char *bridge_commands_argument(const BridgeCommands *commands, size_t command, size_t argument) {
  return commands->commands[command].CommandLine[argument].c_str();
}
