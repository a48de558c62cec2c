/* Sentences of the journal layer. */
#pragma once

#define JALON_MSG_DEF "journal/messages.def"
#include "base/messages.h"
