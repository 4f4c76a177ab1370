// Questions about a function's code before it is optimised.
#pragma once

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallPtrSet.h>
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

/// Every call in a function of what has that name.
inline std::vector<CallBase *> callsOf(Function &function, StringRef name) {
  std::vector<CallBase *> found;
  for (BasicBlock &block : function)
    for (Instruction &instruction : block)
      if (auto *site = dyn_cast<CallBase>(&instruction); site && isCallOf(site, name)) found.push_back(site);
  return found;
}

/// The calls whose results a value may be, through the locals in which they were kept.
inline SmallPtrSet<CallBase *, 4> origins(Value *value) {
  SmallPtrSet<CallBase *, 4> calls;
  SmallPtrSet<Value *, 8> seen;
  SmallVector<Value *, 8> pending = {value};
  while (!pending.empty()) {
    Value *next = pending.pop_back_val()->stripPointerCasts();
    if (!seen.insert(next).second) continue;
    if (auto *site = dyn_cast<CallBase>(next)) calls.insert(site);
    if (auto *choice = dyn_cast<PHINode>(next)) pending.append(choice->value_op_begin(), choice->value_op_end());
    if (auto *choice = dyn_cast<SelectInst>(next)) pending.append({choice->getTrueValue(), choice->getFalseValue()});
    auto *load = dyn_cast<LoadInst>(next);
    auto *local = load ? dyn_cast<AllocaInst>(load->getPointerOperand()) : nullptr;
    if (!local) continue;
    for (User *user : local->users())
      if (auto *store = dyn_cast<StoreInst>(user); store && store->getPointerOperand() == local)
        pending.push_back(store->getValueOperand());
  }
  return calls;
}

/// The one call whose result a function may return; null where there are others, or none.
inline CallBase *returnedCall(Function &function) {
  SmallPtrSet<CallBase *, 4> calls;
  for (BasicBlock &block : function)
    if (auto *end = dyn_cast<ReturnInst>(block.getTerminator()); end && end->getReturnValue())
      for (CallBase *site : origins(end->getReturnValue())) calls.insert(site);
  return calls.size() == 1 && (*calls.begin())->getType()->isPointerTy() ? *calls.begin() : nullptr;
}

/// Whether a function gives the result of a call to another; what fills memory or frees it is none.
inline bool isHandedOn(Function &function, CallBase *result, ArrayRef<CallBase *> frees) {
  for (BasicBlock &block : function)
    for (Instruction &instruction : block) {
      auto *site = dyn_cast<CallBase>(&instruction);
      if (!site || site == result || isa<IntrinsicInst>(site) || is_contained(frees, site)) continue;
      for (Value *argument : site->args())
        if (argument->getType()->isPointerTy() && origins(argument).count(result)) return true;
    }
  return false;
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

/// What a local was given that is given something but once, and by nobody else; else the value itself.
inline Value *throughLocal(Value *value) {
  auto *load = dyn_cast<LoadInst>(value);
  auto *local = load ? dyn_cast<AllocaInst>(load->getPointerOperand()->stripPointerCasts()) : nullptr;
  if (!local) return value;
  Value *found = nullptr;
  for (User *user : local->users()) {
    auto *store = dyn_cast<StoreInst>(user);
    if (!store) continue;
    if (found || store->getPointerOperand() != local) return value;
    found = store->getValueOperand();
  }
  return found ? found : value;
}

/// A constant, also one that was put into a local before, as the compiler does for what atomics are given; null for others.
inline ConstantInt *constant(Value *value) { return dyn_cast<ConstantInt>(throughLocal(value)); }

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

/// A number in memory that an instruction changes by one.
struct Step {
  /// Null where the instruction does no such thing.
  Value *address = nullptr;
  bool isUp = false;
  /// What the number is then, or what it was.
  Value *number = nullptr;
  bool isBefore = false;

  explicit Step(Instruction &instruction) {
    if (auto *change = dyn_cast<AtomicRMWInst>(&instruction)) {
      bool isAdded = change->getOperation() == AtomicRMWInst::Add;
      if (!isAdded && change->getOperation() != AtomicRMWInst::Sub) return;
      if (take(change->getValOperand(), isAdded, change, change->getPointerOperand())) isBefore = true;
    }
    if (auto *store = dyn_cast<StoreInst>(&instruction)) {
      auto *change = dyn_cast<BinaryOperator>(store->getValueOperand());
      if (!change || !isa<LoadInst>(change->getOperand(0))) return;
      bool isAdded = change->getOpcode() == Instruction::Add;
      if (!isAdded && change->getOpcode() != Instruction::Sub) return;
      take(change->getOperand(1), isAdded, change, store->getPointerOperand());
    }
  }

private:
  bool take(Value *amount, bool isAdded, Value *result, Value *place) {
    ConstantInt *known = constant(amount);
    if (!known || !(known->isOne() || known->isMinusOne())) return false;
    isUp = known->isOne() == isAdded;
    number = result;
    address = place;
    return true;
  }
};

/// Every place in a function that takes one off the count of its argument.
inline std::vector<std::pair<Instruction *, Step>> decrements(Function &function, Argument *argument, unsigned fields) {
  std::vector<std::pair<Instruction *, Step>> found;
  for (BasicBlock &block : function)
    for (Instruction &instruction : block) {
      Step step(instruction);
      Value *object = step.address && !step.isUp ? holder(step.address, fields) : nullptr;
      if (object && comesFrom(object, argument, 0)) found.push_back({&instruction, step});
    }
  return found;
}

/// The number that a field has in its structure, by the way to its address.
inline uint64_t fieldNumber(Value *address) {
  auto *field = dyn_cast<GetElementPtrInst>(address);
  auto *last = field ? dyn_cast<ConstantInt>(field->getOperand(field->getNumOperands() - 1)) : nullptr;
  return last ? last->getZExtValue() : UINT64_MAX;
}

/// Every place in a line that changes a count by one, of whatever object, and the count's address. Of several numbers the one in the field
/// of that number is meant; where classes have bases and fields share words, the numbers of fields are others here than in the source.
inline std::vector<std::pair<Instruction *, Value *>> changes(Function &function, unsigned line, bool isUp, uint64_t number) {
  std::vector<std::pair<Instruction *, Value *>> found;
  std::vector<uint64_t> numbers;
  for (BasicBlock &block : function)
    for (Instruction &instruction : block) {
      DebugLoc location = instruction.getDebugLoc();
      if (!location || location.getLine() != line) continue;
      Step step(instruction);
      if (!step.address || step.isUp != isUp) continue;
      Value *address = throughLocal(step.address);
      if (!isa<GetElementPtrInst>(address)) continue;
      found.push_back({&instruction, step.address});
      numbers.push_back(fieldNumber(address));
    }
  bool areOne = all_equal(numbers);
  for (size_t index = found.size(); !areOne && index-- > 0;)
    if (numbers[index] != number) found.erase(found.begin() + index);
  return found;
}

/// Every call of a function in a line, and what it is given.
inline std::vector<std::pair<Instruction *, Value *>> calls(Function &function, unsigned line, StringRef callee, unsigned argument) {
  std::vector<std::pair<Instruction *, Value *>> found;
  for (CallBase *site : callsOf(function, callee))
    if (DebugLoc location = site->getDebugLoc(); location && location.getLine() == line && site->arg_size() > argument)
      found.push_back({site, site->getArgOperand(argument)});
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
