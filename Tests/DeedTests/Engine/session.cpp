#include "session.h"

namespace engine {

static Session *lastSession;

Plan *Session::plan(const std::string &text) {
  if (Plan *known = cache_.find(text)) return known;
  Expression *parsed = parse(text);
  if (!parsed) return nullptr;
  Expression *filter = simplified(parsed);
  parsed->drop();
  Step *root = new Step(filter);
  Expression *always = new Constant(1);
  Step *child = new Step(always);
  always->drop();
  filter->drop();
  root->add(child);
  child->drop();
  Plan *plan = new Plan(text, root);
  cache_.put(plan);
  return plan;
}

size_t Session::run(const std::string &text) {
  Plan *plan = this->plan(text);
  if (!plan) {
    ++failures_;
    return 0;
  }
  size_t count = plan->count(table_->rows());
  plan->drop();
  return count;
}

void Session::close() {
  if (faulty("global")) {
    static bool isFirst = true;
    if (isFirst) {
      isFirst = false;
      hold();  // site: global
      lastSession = this;
    }
  }
  if (faulty("after")) {
    Constant *gone = new Constant(3);
    const Counted *late = gone;
    gone->drop();
    late->hold();  // site: after
  }
}

Session::~Session() {
  if (lastSession == this) lastSession = nullptr;
  table_->drop();
}

}  // namespace engine
