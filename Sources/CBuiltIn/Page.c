// The page of `deed ledger --format html`, without its data: its frame, its looks and its script.
#include "CBuiltIn.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char frame[] = {
#embed "../Reports/Page/ledger.html"
};
static const unsigned char style[] = {
#embed "../Reports/Page/page.css"
};
// In the order in which each needs what stands before it.
static const unsigned char script[] = {
#embed "../Reports/Page/page.js"
    ,
#embed "../Reports/Page/keys.js"
    ,
#embed "../Reports/Page/timeline.js"
    ,
#embed "../Reports/Page/tree.js"
    ,
#embed "../Reports/Page/detail.js"
    ,
#embed "../Reports/Page/groups.js"
    ,
#embed "../Reports/Page/flame.js"
    ,
#embed "../Reports/Page/views.js"
};

static const struct deed_built_in_text parts[] = {
    {"frame", frame, sizeof frame},
    {"style", style, sizeof style},
    {"script", script, sizeof script},
    {0, 0, 0},
};

const struct deed_built_in_text *deed_built_in_ledger_page(void) { return parts; }
