/* Sentences of the store layer. */
#pragma once

#define JALON_MSG_DEF "store/messages.def"
#include "base/messages.h"
