// Questions about a function's code before it is optimised.
#pragma once

#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
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

/// What so many fields lead from to an address; null where the address is made in another way.
inline Value *holder(Value *address, unsigned fields) {
  for (; fields > 0; --fields) {
    // Casts have no instruction, and to strip them would strip the way to a first field too.
    auto *field = dyn_cast<GetElementPtrInst>(address);
    if (!field) return nullptr;
    address = field->getPointerOperand();
  }
  return address;
}

/// A constant, also one that was put into a local before, as the compiler does for what atomics are given; null for others.
inline ConstantInt *constant(Value *value) {
  auto *load = dyn_cast<LoadInst>(value);
  auto *local = load ? dyn_cast<AllocaInst>(load->getPointerOperand()->stripPointerCasts()) : nullptr;
  if (!local) return dyn_cast<ConstantInt>(value);
  ConstantInt *found = nullptr;
  for (User *user : local->users()) {
    auto *store = dyn_cast<StoreInst>(user);
    if (!store) continue;
    if (found || store->getPointerOperand() != local) return nullptr;
    found = dyn_cast<ConstantInt>(store->getValueOperand());
    if (!found) return nullptr;
  }
  return found;
}

/// A number that code writes down: 1, of what type it may be; null for others.
inline ConstantInt *number(Value *value, uint64_t least, uint64_t most) {
  ConstantInt *found = constant(value);
  return found && found->getValue().ule(most) && found->getValue().uge(least) ? found : nullptr;
}

/// Where a first count is stored: the address of the count; null where the instruction does no such thing.
inline Value *initialisedCount(Instruction &instruction, unsigned fields) {
  const uint64_t highest = 4;
  if (auto *store = dyn_cast<StoreInst>(&instruction))
    return number(store->getValueOperand(), 1, highest) && holder(store->getPointerOperand(), fields)
               ? store->getPointerOperand() : nullptr;
  auto *site = dyn_cast<CallBase>(&instruction);
  if (!site || site->arg_size() != 2 || !number(site->getArgOperand(1), 1, highest)) return nullptr;
  Value *address = site->getArgOperand(0);
  return address->getType()->isPointerTy() && holder(address, fields) ? address : nullptr;
}

/// The object that an instruction stores as a whole; null where it does no such thing, or into a local.
inline Value *storedObject(Instruction &instruction) {
  auto *copy = dyn_cast<MemCpyInst>(&instruction);
  return copy && !isa<AllocaInst>(copy->getDest()->stripPointerCasts()) ? copy->getDest() : nullptr;
}

/// What is left, or was there, when an instruction takes one off the count of the argument.
struct Decrement {
  Value *number = nullptr;
  bool isBefore = false;

  Decrement(Instruction &instruction, Argument *argument, unsigned fields) {
    auto isOfArgument = [&](Value *address) {
      Value *object = holder(address, fields);
      return object && comesFrom(object, argument, 0);
    };
    auto isOne = [](Value *value, bool isAdded) {
      ConstantInt *amount = constant(value);
      return amount && (isAdded ? amount->isMinusOne() : amount->isOne());
    };
    if (auto *change = dyn_cast<AtomicRMWInst>(&instruction)) {
      bool isAdded = change->getOperation() == AtomicRMWInst::Add;
      if (!isAdded && change->getOperation() != AtomicRMWInst::Sub) return;
      if (!isOne(change->getValOperand(), isAdded) || !isOfArgument(change->getPointerOperand())) return;
      number = change;
      isBefore = true;
    }
    if (auto *store = dyn_cast<StoreInst>(&instruction)) {
      auto *change = dyn_cast<BinaryOperator>(store->getValueOperand());
      if (!change || !isa<LoadInst>(change->getOperand(0)) || !isOfArgument(store->getPointerOperand())) return;
      bool isAdded = change->getOpcode() == Instruction::Add;
      if (!isAdded && change->getOpcode() != Instruction::Sub) return;
      if (isOne(change->getOperand(1), isAdded)) number = change;
    }
  }
};

/// Every place in a function that takes one off the count of its argument.
inline std::vector<std::pair<Instruction *, Decrement>> decrements(Function &function, Argument *object, unsigned fields) {
  std::vector<std::pair<Instruction *, Decrement>> found;
  for (BasicBlock &block : function)
    for (Instruction &instruction : block)
      if (Decrement change(instruction, object, fields); change.number) found.push_back({&instruction, change});
  return found;
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
