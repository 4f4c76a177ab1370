// The page of `deed ledger --format html`, without its data.
#include "CBuiltIn.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char ledger[] = {
#embed "../Reports/Page/ledger.html"
};

struct deed_built_in_text deed_built_in_ledger_page(void) {
  struct deed_built_in_text text = {"ledger.html", ledger, sizeof ledger};
  return text;
}
