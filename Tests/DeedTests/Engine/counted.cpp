#include "counted.h"

namespace engine {

std::string fault;

void Counted::drop() const {
  if (owners_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

}  // namespace engine
