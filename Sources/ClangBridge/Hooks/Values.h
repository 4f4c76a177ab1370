// Questions about a function's code before it is optimised.
#pragma once

#include <llvm/IR/Instructions.h>
#include <vector>

namespace values {

using namespace llvm;

/// The argument as the source numbers it: the place of a returned structure is none.
inline Argument *sourceArgument(Function &function, unsigned number) {
  for (Argument &argument : function.args()) {
    if (argument.hasStructRetAttr()) continue;
    if (number-- == 0) return &argument;
  }
  return nullptr;
}

inline bool isCallOf(CallBase *site, StringRef name) {
  Function *callee = site->getCalledFunction();
  if (!callee) return false;
  return name.ends_with("*") ? callee->getName().starts_with(name.drop_back()) : callee->getName() == name;
}

/// Whether a value is the argument, through the locals in which it was kept. Nothing is optimised yet.
inline bool comesFrom(Value *value, Argument *argument, unsigned depth) {
  value = value->stripPointerCasts();
  if (value == argument) return true;
  auto *load = dyn_cast<LoadInst>(value);
  auto *local = load ? dyn_cast<AllocaInst>(load->getPointerOperand()) : nullptr;
  if (!local || depth > 6) return false;
  bool isStored = false;
  for (User *user : local->users())
    if (auto *store = dyn_cast<StoreInst>(user)) {
      if (store->getPointerOperand() != local) return false;
      if (!comesFrom(store->getValueOperand(), argument, depth + 1)) return false;
      isStored = true;
    }
  return isStored;
}

/// Whether a constructor calls another of the same class for the same object.
inline bool delegates(Function &function, StringRef prefix, StringRef one, StringRef other) {
  Argument *object = sourceArgument(function, 0);
  for (BasicBlock &block : function)
    for (Instruction &instruction : block) {
      auto *site = dyn_cast<CallBase>(&instruction);
      Function *callee = site ? site->getCalledFunction() : nullptr;
      if (!callee || site->arg_size() == 0) continue;
      StringRef name = callee->getName();
      if (!name.consume_front(prefix)) continue;
      if (((!one.empty() && name.starts_with(one)) || name.starts_with(other)) &&
          comesFrom(site->getArgOperand(0), object, 0))
        return true;
    }
  return false;
}

template <typename Body> void forEachReturn(Function &function, Body body) {
  std::vector<ReturnInst *> returns;
  for (BasicBlock &block : function)
    if (auto *instruction = dyn_cast<ReturnInst>(block.getTerminator())) returns.push_back(instruction);
  for (ReturnInst *instruction : returns) body(instruction);
}

/// What runs next when a call returns; null where it does not, or where others come there too.
inline Instruction *following(CallBase *site) {
  if (auto *invoke = dyn_cast<InvokeInst>(site)) {
    BasicBlock *next = invoke->getNormalDest();
    return next->getSinglePredecessor() ? &*next->getFirstInsertionPt() : nullptr;
  }
  return site->getNextNode();
}

}  // namespace values
