/*
 * Expands a layer's messages.def. Its rows are
 *   M(name, KIND, "detail,fields", "fr", "en", "hint fr", "hint en")
 * Define JALON_MSG_DEF to the file before including; with JALON_MSG_BODY the rows are defined,
 * without it they are declared.
 */
#include "base/err.h"

#undef M
#ifdef JALON_MSG_BODY
#define M(name, kind, fields, fr, en, hint_fr, hint_en) \
    const struct jalon_msg jalon_msg_##name = {         \
        #name, JALON_ERR_##kind, fields, {{fr, en}}, {{hint_fr, hint_en}}};
#else
#define M(name, kind, fields, fr, en, hint_fr, hint_en) \
    extern const struct jalon_msg jalon_msg_##name;
#endif
#include JALON_MSG_DEF
#undef M
#undef JALON_MSG_DEF
